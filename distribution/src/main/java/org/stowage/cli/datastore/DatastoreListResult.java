package org.stowage.cli.datastore;

import java.util.List;
import org.stowage.api.datastore.DatastoreInfo;
import org.stowage.cli.output.Result;
import org.stowage.cli.output.Table;
import org.stowage.runtime.config.ByteSize;

/** The JSON of datastore list. */
record DatastoreListResult(List<Datastore> datastores) implements Result {

  static DatastoreListResult of(List<DatastoreInfo> infos) {
    return new DatastoreListResult(infos.stream().map(Datastore::of).toList());
  }

  @Override
  public String text() {
    Table table = Table.of("NAME", "TYPE", "CAPACITY", "FREE", "STATE");
    for (Datastore one : datastores) {
      table.row(
          one.name(),
          one.type(),
          ByteSize.show(one.capacityBytes()),
          ByteSize.show(one.freeBytes()),
          one.state());
    }
    return table.toString();
  }

  /** One datastore in JSON. */
  record Datastore(
      String name,
      String type,
      long capacityBytes,
      long freeBytes,
      boolean accessible,
      boolean maintenance) {

    static Datastore of(DatastoreInfo info) {
      return new Datastore(
          info.name(),
          info.typeName(),
          info.capacityBytes(),
          info.freeBytes(),
          info.accessible(),
          info.maintenance());
    }

    String state() {
      if (!accessible) {
        return "not accessible";
      }
      return maintenance ? "maintenance" : "ok";
    }
  }
}
