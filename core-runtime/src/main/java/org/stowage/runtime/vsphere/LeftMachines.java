package org.stowage.runtime.vsphere;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.runtime.target.Staging;
import org.stowage.runtime.target.Target;

/** Machines that operations left when they died: those of imports, and unfinished instances. */
final class LeftMachines {

  private static final List<String> PATHS =
      List.of("name", "config.files.vmPathName", UnfinishedMachine.PATH);

  private LeftMachines() {}

  /** Removes those on a datastore on which nobody is at work. */
  static void remove(VsphereTarget target, String datastore) throws IOException {
    for (Found machine : target.vim().collect(Map.of("VirtualMachine", PATHS))) {
      String name = machine.text("name");
      boolean here =
          Machine.path(machine.text("config.files.vmPathName"))
              .filter(descriptor -> descriptor.datastore().equals(datastore))
              .isPresent();
      if (here && Staging.isName(name)) {
        whenFree(
            target,
            Staging.folder(datastore, name),
            staging -> ShadowVm.removeLeft(target, staging));
      } else if (here && UnfinishedMachine.isMarked(machine)) {
        whenFree(
            target,
            DatastorePath.root(datastore).resolve(name),
            claimed -> UnfinishedMachine.removeLeft(target.vim(), name));
      }
    }
  }

  @SuppressWarnings("try") // the claim is held, not used
  private static void whenFree(VsphereTarget target, DatastorePath claimed, Removal removal)
      throws IOException {
    Optional<Target.Claim> free = target.tryClaim(claimed);
    if (free.isPresent()) {
      try (Target.Claim claim = free.get()) {
        removal.of(claimed);
      }
    }
  }

  /** Removes what belongs to a claimed path. */
  @FunctionalInterface
  private interface Removal {
    void of(DatastorePath claimed) throws IOException;
  }
}
