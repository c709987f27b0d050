package org.stowage.cli.instance;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stowage.cli.type.SizeConverter;
import org.stowage.runtime.libvirt.Flavor;
import picocli.CommandLine.Option;

/** What only instances on libvirt hosts can have. */
final class LibvirtOptions {

  static final String NAMES = "--ephemeral, --swap, --flavor-key and --config-drive";

  @Option(
      names = "--ephemeral",
      paramLabel = "SIZE",
      defaultValue = "0",
      converter = SizeConverter.class,
      description = "The size of a disk with an empty file system, on a libvirt host.")
  private long ephemeralBytes;

  @Option(
      names = "--swap",
      paramLabel = "SIZE",
      defaultValue = "0",
      converter = SizeConverter.class,
      description = "The size of a swap disk, on a libvirt host.")
  private long swapBytes;

  @Option(
      names = "--flavor-key",
      paramLabel = "KEY=VALUE",
      description =
          "A key of the flavor, such as disk:pool=ssd or quota:disk_read_iops_sec=500, on a libvirt"
              + " host; repeatable.")
  private Map<String, String> keys = new LinkedHashMap<>();

  @Option(
      names = "--config-drive",
      paramLabel = "FOLDER|FILE",
      description = "What its config drive holds, or an ISO 9660 image, on a libvirt host.")
  private @Nullable Path configDrive;

  boolean any() {
    return ephemeralBytes != 0 || swapBytes != 0 || !keys.isEmpty() || configDrive != null;
  }

  Flavor flavor(int cpus, int memoryMib, long rootBytes) {
    return new Flavor(cpus, memoryMib, rootBytes, ephemeralBytes, swapBytes, keys);
  }

  @Nullable Path configDrive() {
    return configDrive;
  }
}
