package org.stowage.runtime.vsphere;

import com.vmware.vim25.OptionValue;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.runtime.target.InstanceSpec;

/**
 * Machines whose disk is still being copied. They have their names already, so that nobody else
 * takes those, and a mark by which one that a dead process left can be told from others' machines.
 */
final class UnfinishedMachine {

  private static final String KEY = "stowage.unfinished";

  /** The property that has the mark. */
  static final String PATH = "config.extraConfig[\"" + KEY + "\"]";

  private UnfinishedMachine() {}

  /** What is claimed by whoever works on a machine of a name. */
  static DatastorePath claim(InstanceSpec spec) {
    return DatastorePath.root(spec.datastore()).resolve(spec.name());
  }

  static OptionValue[] mark() {
    return new OptionValue[] {Machine.option(KEY, "true")};
  }

  /** Takes the mark away, and sets others; an option without a value is removed. */
  static OptionValue[] finished(OptionValue[] others) {
    return Stream.concat(Stream.of(others), Stream.of(Machine.option(KEY, "")))
        .toArray(OptionValue[]::new);
  }

  /** Whether a machine, of which {@link #PATH} was read, has the mark. */
  static boolean isMarked(Found machine) {
    OptionValue mark = machine.value(PATH, OptionValue.class);
    return mark != null && "true".equals(mark.getValue());
  }

  /** Removes an unfinished machine of a name. The caller holds the claim, so nobody works on it. */
  static void removeLeft(Vim vim, String name) throws IOException {
    for (Found machine : vim.collect(Map.of("VirtualMachine", List.of("name", PATH)))) {
      if (machine.text("name").equals(name) && isMarked(machine)) {
        Machines.remove(vim, "remove the unfinished machine " + name, machine.reference());
      }
    }
  }
}
