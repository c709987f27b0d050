package org.stowage.cli.instance;

import org.stowage.cli.output.Result;
import org.stowage.cli.output.Table;
import org.stowage.runtime.config.ByteSize;
import org.stowage.runtime.deploy.InstanceView;

/** The JSON of show, and of each instance in list. */
record InstanceResult(
    String instance,
    String id,
    String target,
    String datastore,
    String imageId,
    DiskResult disk,
    String descriptorPath,
    int cpus,
    long memoryBytes)
    implements Result {

  static InstanceResult of(InstanceView view) {
    return new InstanceResult(
        view.instance().name(),
        view.instance().id(),
        view.target(),
        view.instance().datastore(),
        view.instance().imageId(),
        DiskResult.of(view),
        view.descriptorPath(),
        view.instance().cpus(),
        view.instance().memoryMib() * 1024L * 1024);
  }

  @Override
  public String text() {
    Table table =
        Table.plain()
            .row("instance", instance)
            .row("id", id)
            .row("target", target)
            .row("datastore", datastore)
            .row("image", imageId)
            .row("cpus", Integer.toString(cpus))
            .row("memory", ByteSize.show(memoryBytes))
            .row("disk size", ByteSize.show(disk.capacityBytes()))
            .row("adapter", disk.adapterType())
            .row("disk", disk.path());
    if (disk.parent() != null) {
      table.row("linked to", disk.parent() + (disk.parentMissing() ? " (missing)" : ""));
    }
    return table.row("descriptor", descriptorPath).toString();
  }
}
