package org.stowage.cli.disk;

import org.stowage.api.ephemeral.InstanceDisk;
import org.stowage.cli.output.Result;

/**
 * The JSON of disk disconnect and disk delete.
 *
 * @param outcome disconnected or deleted
 */
record DiskGoneResult(String instance, String disk, String outcome) implements Result {

  static DiskGoneResult of(InstanceDisk disk, String outcome) {
    return new DiskGoneResult(disk.instance().toString(), disk.name(), outcome);
  }

  @Override
  public String text() {
    return disk + " of " + instance + " is " + outcome;
  }
}
