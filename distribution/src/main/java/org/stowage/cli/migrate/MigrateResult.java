package org.stowage.cli.migrate;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.stowage.cli.output.Result;
import org.stowage.cli.output.Table;

/**
 * The JSON of migrate prepare, finish, rollback and evacuate.
 *
 * @param outcome prepared, finished, rolled-back or evacuated
 * @param disks those that are connected here
 */
record MigrateResult(String id, String outcome, List<Disk> disks) implements Result {

  /** A disk and its device. */
  record Disk(String name, String path) {}

  static MigrateResult here(UUID id, String outcome, Map<String, String> paths) {
    return new MigrateResult(
        id.toString(),
        outcome,
        paths.entrySet().stream().map(each -> new Disk(each.getKey(), each.getValue())).toList());
  }

  static MigrateResult gone(UUID id, String outcome) {
    return new MigrateResult(id.toString(), outcome, List.of());
  }

  @Override
  public String text() {
    if (disks.isEmpty()) {
      return id + ": " + outcome + ", no disk of it is connected here";
    }
    Table table = Table.plain();
    disks.forEach(disk -> table.row("  " + disk.name(), disk.path()));
    return id + ": " + outcome + ", all its disks are here\n" + table;
  }
}
