package org.stowage.cli.instance;

import java.util.List;
import org.stowage.cli.output.Result;
import org.stowage.cli.output.Table;
import org.stowage.runtime.libvirt.InstanceStatus;

/** The JSON of list on a libvirt host. */
record LibvirtListResult(List<LibvirtInstanceResult> instances) implements Result {

  static LibvirtListResult of(List<InstanceStatus> found) {
    return new LibvirtListResult(found.stream().map(LibvirtInstanceResult::of).toList());
  }

  @Override
  public String text() {
    Table table = Table.of("NAME", "ID", "STATE", "IMAGE");
    for (LibvirtInstanceResult one : instances) {
      table.row(one.instance(), one.id(), one.words(), one.image());
    }
    return table.toString();
  }
}
