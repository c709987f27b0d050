package org.stowage.cli.instance;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stowage.cli.output.Result;
import org.stowage.cli.output.Table;
import org.stowage.runtime.config.ByteSize;
import org.stowage.runtime.libvirt.InstanceStatus;
import org.stowage.runtime.libvirt.LibvirtInstance;

/**
 * The JSON of an instance on a libvirt host: of deploy, show and whatever changes one, and of each
 * in list.
 *
 * @param state running or stopped
 * @param network null for none
 */
record LibvirtInstanceResult(
    String instance,
    String id,
    String state,
    boolean rescued,
    boolean resizePending,
    String image,
    int cpus,
    long memoryBytes,
    List<Disk> disks,
    @Nullable String network,
    String folder,
    String console)
    implements Result {

  /**
   * @param capacityBytes what the flavor says; null where it does not
   */
  record Disk(String name, String path, @Nullable Long capacityBytes) {}

  static LibvirtInstanceResult of(InstanceStatus status) {
    LibvirtInstance instance = status.instance();
    return new LibvirtInstanceResult(
        instance.name(),
        instance.id().toString(),
        status.running() ? "running" : "stopped",
        instance.rescued(),
        instance.before() != null,
        instance.image(),
        instance.flavor().cpus(),
        instance.flavor().memoryMib() * 1024L * 1024,
        status.diskPaths().entrySet().stream()
            .map(
                disk ->
                    new Disk(
                        disk.getKey(),
                        disk.getValue(),
                        capacity(instance.capacityBytes(disk.getKey()))))
            .toList(),
        instance.network(),
        status.folder().toString(),
        status.console().toString());
  }

  private static @Nullable Long capacity(long bytes) {
    return bytes == 0 ? null : Long.valueOf(bytes);
  }

  @Override
  public String text() {
    Table table =
        Table.plain()
            .row("instance", instance)
            .row("id", id)
            .row("state", words())
            .row("image", image)
            .row("cpus", Integer.toString(cpus))
            .row("memory", ByteSize.show(memoryBytes));
    for (Disk disk : disks) {
      String size = disk.capacityBytes() == null ? "" : ByteSize.show(disk.capacityBytes()) + ", ";
      table.row(disk.name(), size + disk.path());
    }
    return table.row("folder", folder).row("console", console).toString();
  }

  String words() {
    return state
        + (rescued ? ", being rescued" : "")
        + (resizePending ? ", resized and not confirmed" : "");
  }
}
