package org.stowage.runtime.evacuation;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stowage.api.StorageException;
import org.stowage.runtime.deploy.InstanceView;

/**
 * What depends on a datastore.
 *
 * @param dependents instances on other datastores whose disks stand, or stood, on this one
 * @param residents instances on the datastore itself
 */
public record Evacuation(
    String target, String datastore, List<Dependent> dependents, List<InstanceView> residents) {

  public Evacuation {
    dependents = List.copyOf(dependents);
    residents = List.copyOf(residents);
  }

  /** Whether a disk elsewhere still stands on the datastore, because something went wrong. */
  public boolean isIncomplete() {
    return dependents.stream().anyMatch(one -> one.failure != null);
  }

  /**
   * An instance that stands on the datastore.
   *
   * @param instance as it was
   * @param standsAlone whether it has been made to stand alone
   * @param failure what kept it from that; null for nothing
   */
  public record Dependent(
      InstanceView instance, boolean standsAlone, @Nullable StorageException failure) {

    public Optional<StorageException> knownFailure() {
      return Optional.ofNullable(failure);
    }
  }
}
