package org.stowage.cli.disk;

import java.util.UUID;
import org.stowage.api.ephemeral.InstanceDisk;
import picocli.CommandLine.Parameters;

/** Which disk a command is about. */
public final class DiskParameters {

  @Parameters(index = "0", paramLabel = "INSTANCE", description = "The UUID of the instance.")
  private UUID instance;

  @Parameters(
      index = "1",
      paramLabel = "DISK",
      defaultValue = InstanceDisk.ROOT,
      description =
          "disk, disk.local, disk.swap, disk.eph0, disk.rescue; ${DEFAULT-VALUE} if not given.")
  private String name;

  InstanceDisk disk() {
    return new InstanceDisk(instance, name);
  }
}
