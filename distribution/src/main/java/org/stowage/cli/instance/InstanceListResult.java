package org.stowage.cli.instance;

import java.util.List;
import org.stowage.cli.output.Result;
import org.stowage.cli.output.Table;
import org.stowage.runtime.config.ByteSize;
import org.stowage.runtime.deploy.InstanceView;

/** The JSON of list. */
record InstanceListResult(List<InstanceResult> instances) implements Result {

  static InstanceListResult of(List<InstanceView> views) {
    return new InstanceListResult(views.stream().map(InstanceResult::of).toList());
  }

  @Override
  public String text() {
    Table table = Table.of("NAME", "DATASTORE", "DISK", "CLONE", "IMAGE");
    for (InstanceResult one : instances) {
      table.row(
          one.instance(),
          one.datastore(),
          ByteSize.show(one.disk().capacityBytes()),
          one.disk().clone(one.datastore()),
          one.imageId());
    }
    return table.toString();
  }
}
