package org.stowage.cli.disk;

import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.stowage.api.ephemeral.InstanceDisk;
import picocli.CommandLine.Parameters;

/** Which disk a command is about. */
public final class DiskParameters {

  /** Those that Nova gives names to. */
  private static final class DiskNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of("disk", "disk.local", "disk.swap", "disk.eph0", "disk.rescue").iterator();
    }
  }

  @Parameters(index = "0", paramLabel = "INSTANCE", description = "The UUID of the instance.")
  private UUID instance;

  @Parameters(
      index = "1",
      paramLabel = "DISK",
      defaultValue = InstanceDisk.ROOT,
      completionCandidates = DiskNames.class,
      description =
          "disk, disk.local, disk.swap, disk.eph0, disk.rescue; ${DEFAULT-VALUE} if not given.")
  private String name;

  InstanceDisk disk() {
    return new InstanceDisk(instance, name);
  }
}
