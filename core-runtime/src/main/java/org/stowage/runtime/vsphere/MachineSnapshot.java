package org.stowage.runtime.vsphere;

import com.vmware.vim25.ManagedObjectReference;
import com.vmware.vim25.VirtualMachineSnapshotInfo;
import com.vmware.vim25.VirtualMachineSnapshotTree;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CancelledException;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.runtime.Operation;
import org.stowage.runtime.http.Cancellation;
import org.stowage.runtime.target.Instance;
import org.stowage.runtime.target.Staging;
import org.stowage.runtime.target.Target;
import org.stowage.runtime.vsphere.fault.VsphereError;

/**
 * A snapshot of a machine, for as long as a disk is read from it. Its name is that of a staging
 * folder, so that whoever finds one of them left knows the other. It has neither the memory nor the
 * consent of the guest: the disk is as after a power failure at that moment.
 */
final class MachineSnapshot implements Closeable {

  static final String PATH = "snapshot";

  private static final String DESCRIPTION =
      "Made by Stowage to export the disk, and removed when that is done.";

  /** A server may well fail once to remove what it removes the next time. */
  private static final int MOST_TRIES = 3;

  private final VsphereTarget target;
  private final ManagedObjectReference machine;
  private final ManagedObjectReference snapshot;
  private final Staging staging;

  private MachineSnapshot(
      VsphereTarget target,
      ManagedObjectReference machine,
      ManagedObjectReference snapshot,
      Staging staging) {
    this.target = target;
    this.machine = machine;
    this.snapshot = snapshot;
    this.staging = staging;
  }

  /** Takes a snapshot of an instance's machine; the caller closes it, which removes it. */
  static MachineSnapshot take(
      VsphereTarget target, Instance instance, ManagedObjectReference machine, Transfer transfer)
      throws IOException {
    String what = "take a snapshot of " + instance.name();
    Staging.sweep(target, instance.datastore());
    Staging staging = Staging.create(target, instance.datastore(), transfer);
    String name = staging.folder().fileName();
    try {
      // Not to be interrupted: what a server began would come into being when nobody waits for it.
      ManagedObjectReference snapshot =
          WhenFree.call(
              target.patience(),
              transfer::checkCancelled,
              () ->
                  target
                      .vim()
                      .run(
                          what,
                          stub ->
                              stub.createSnapshot_Task(machine, name, DESCRIPTION, false, false),
                          Operation.unwatched(what))
                      .as(ManagedObjectReference.class));
      return new MachineSnapshot(target, machine, snapshot, staging);
    } catch (IOException | RuntimeException e) {
      Closeable left = () -> remove(target, machine, name);
      try (staging;
          left) {
        throw e;
      }
    }
  }

  ManagedObjectReference reference() {
    return snapshot;
  }

  /**
   * Removes the snapshots that exports of an instance left when they died; waits for those that are
   * still going on.
   */
  @SuppressWarnings("try") // the claim is held, not used
  static void removeLeft(VsphereTarget target, Instance instance, ManagedObjectReference machine)
      throws IOException {
    for (String left : ours(target.vim().look(machine, List.of(PATH)))) {
      DatastorePath staging = Staging.folder(instance.datastore(), left);
      String what = "wait for the export of " + instance.name();
      try (Target.Claim claim = target.claim(staging, Operation.unwatched(what))) {
        remove(target, machine, left);
        target.ports(staging.datastore()).files().delete(staging);
      }
    }
  }

  /** The names of a machine's snapshots that are of this kind. */
  static List<String> ours(Found machine) {
    return tree(machine).map(VirtualMachineSnapshotTree::getName).filter(Staging::isName).toList();
  }

  /** Removes the snapshot of an export that died, if it was still there. */
  static void removeLeft(VsphereTarget target, DatastorePath staging) throws IOException {
    String name = staging.fileName();
    for (Found machine : target.vim().collect(Map.of("VirtualMachine", List.of(PATH)))) {
      if (ours(machine).contains(name)) {
        remove(target, machine.reference(), name);
      }
    }
  }

  /** Removes a machine's snapshot, by its name: whether there is one may not be known. */
  private static void remove(VsphereTarget target, ManagedObjectReference machine, String name)
      throws IOException {
    String what = "remove the snapshot " + name;
    for (int tries = 1; ; tries++) {
      try {
        WhenFree.call(
            target.patience(),
            Cancellation.NEVER,
            () -> {
              removeOnce(target.vim(), what, machine, name);
              return true;
            });
        return;
      } catch (CancelledException e) {
        throw e;
      } catch (StorageException e) {
        if (tries == MOST_TRIES || e.code().equals(VsphereError.NO_PERMISSION)) {
          throw new StorageException(
              e.code(),
              e.getMessage(),
              "Remove the snapshot in the vCenter, or run the command again, which begins with"
                  + " that.",
              e);
        }
      }
    }
  }

  private static void removeOnce(Vim vim, String what, ManagedObjectReference machine, String name)
      throws IOException {
    for (VirtualMachineSnapshotTree snapshot : tree(vim.look(machine, List.of(PATH))).toList()) {
      if (snapshot.getName().equals(name)) {
        vim.tolerating(
            "ManagedObjectNotFound",
            () ->
                vim.run(
                    what,
                    stub -> stub.removeSnapshot_Task(snapshot.getSnapshot(), false, true),
                    Operation.unwatched(what)));
      }
    }
  }

  /** All snapshots of a machine. */
  private static Stream<VirtualMachineSnapshotTree> tree(Found machine) {
    VirtualMachineSnapshotInfo snapshots = machine.value(PATH, VirtualMachineSnapshotInfo.class);
    return snapshots == null ? Stream.of() : flat(snapshots.getRootSnapshotList());
  }

  private static Stream<VirtualMachineSnapshotTree> flat(
      VirtualMachineSnapshotTree @Nullable [] roots) {
    return roots == null
        ? Stream.of()
        : Arrays.stream(roots)
            .flatMap(root -> Stream.concat(Stream.of(root), flat(root.getChildSnapshotList())));
  }

  /** Removes it. */
  @Override
  public void close() throws IOException {
    try (staging) {
      remove(target, machine, staging.folder().fileName());
    }
  }
}
