package org.stowage.runtime.target;

import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.stowage.api.Transfer;
import org.stowage.api.datastore.DatastoreInfo;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.datastore.DatastorePorts;
import org.stowage.api.disk.DiskImage;
import org.stowage.runtime.doctor.DatastoreSurvey;
import org.stowage.runtime.doctor.Finding;
import org.stowage.runtime.placement.Reach;

/**
 * Where images are deployed to: folders on this machine, or a vCenter. Safe for use by several
 * threads. Every method throws {@link org.stowage.api.StorageException}.
 */
public interface Target extends Closeable {

  /** The name the configuration gives it. */
  String name();

  /** All datastores, in order of their names, those that cannot be used included. */
  List<DatastoreInfo> datastores() throws IOException;

  /**
   * The ports to one datastore, which honour the traits of its type.
   *
   * @throws org.stowage.api.StorageException {@code not-found} for an unknown datastore, or one
   *     whose type no plugin serves
   */
  DatastorePorts ports(String datastore) throws IOException;

  /** The top-level folder of each datastore that holds base disks. */
  default String cacheFolder() {
    return "_vmware_base";
  }

  /** Which of some disks exist; asks for all of them at once where that is faster. */
  default Set<DatastorePath> existing(Collection<DatastorePath> disks) throws IOException {
    Set<DatastorePath> found = new HashSet<>();
    for (DatastorePath disk : disks) {
      if (ports(disk.datastore()).disks().find(disk).isPresent()) {
        found.add(disk);
      }
    }
    return found;
  }

  /** Whether linked clones may be larger than their base. */
  default boolean growsLinkedClones() {
    return false;
  }

  /**
   * Whether disks are copied from one datastore to another by a server, and not by this machine.
   */
  default boolean copiesOnServer() {
    return false;
  }

  /**
   * Which of some datastores one machine can use together.
   *
   * @param datastores names of them
   */
  default Reach reach(Collection<String> datastores) throws IOException {
    return Reach.EVERYWHERE;
  }

  /**
   * Removes what an operation that died may have left elsewhere than in its staging folder.
   *
   * @param staging the folder; the caller holds the claim on it
   */
  default void removeRemains(DatastorePath staging) throws IOException {}

  /**
   * Removes what operations that died left on a datastore in neither staging folders nor what
   * {@link #removeRemains} removes with one.
   */
  default void sweep(String datastore) throws IOException {}

  /**
   * Writes a small file, in place of one of that name. A server may make the folders that are
   * missing; whoever depends on them looks for what they hold afterwards.
   *
   * @throws org.stowage.api.StorageException {@code not-found} when a folder is missing and is not
   *     made
   */
  void write(DatastorePath file, String text) throws IOException;

  /** When a file or folder was changed last, by the datastore's clock; empty when it is absent. */
  Optional<Instant> modified(DatastorePath path) throws IOException;

  /**
   * Which disks machines use: not only instances, but all machines that can be seen, and not only
   * their own disks, but those that they stand on, too.
   *
   * @throws org.stowage.api.StorageException {@code not-allowed} when there may be machines whose
   *     disks cannot be seen now
   */
  List<DiskUse> diskUses() throws IOException;

  /**
   * Opens a disk that nobody changes, such as a base disk.
   *
   * @return closed by the caller
   * @throws org.stowage.api.StorageException {@code not-found} when there is none
   */
  DiskImage open(DatastorePath disk, Transfer transfer) throws IOException;

  /** The instances on all datastores. */
  Instances instances();

  /** Runs instances; empty where they are only kept. */
  default Optional<Power> power() {
    return Optional.empty();
  }

  /** Gives out the disks of instances; empty where that cannot be done. */
  default Optional<Snapshots> snapshots() {
    return Optional.empty();
  }

  /**
   * Waits until this caller alone, of all threads, processes and machines, holds the claim on a
   * path, which need not exist. A claim whose holder died is free at once.
   *
   * @throws org.stowage.api.CancelledException when the transfer is cancelled while waiting
   */
  Claim claim(DatastorePath path, Transfer transfer) throws IOException;

  /** Takes the claim if nobody holds it; empty, without waiting, if somebody does. */
  Optional<Claim> tryClaim(DatastorePath path) throws IOException;

  /**
   * Finds out whether commands could do their work here. What keeps one check from its end is a
   * finding, too; what was made to find out is removed.
   *
   * @param survey of the datastores, once they are known
   * @return in the order of the checks
   */
  List<Finding> examine(DatastoreSurvey survey);

  /**
   * How a path is shown to people and programs: a real file path on folders, {@code [ds] x} else.
   */
  String display(DatastorePath path);

  @Override
  void close() throws IOException;

  /** The sole right to change what stands at a path. Closing it is idempotent. */
  interface Claim extends Closeable {
    @Override
    void close() throws IOException;
  }
}
