package org.stowage.runtime.libvirt;

import org.jspecify.annotations.Nullable;
import org.stowage.api.StorageException;

/**
 * What became of an instance when its host was reconciled with the array.
 *
 * @param failure why it is not ready; null where it is
 */
public record Reconciled(
    LibvirtInstance instance, Outcome outcome, @Nullable StorageException failure) {

  /** How an instance stands. */
  public enum Outcome {
    /** It runs, and did before. */
    RUNNING,
    /** All its disks are there; it is stopped. */
    READY,
    /** It has been started. */
    STARTED,
    /** None of its disks is connected here any more: another host has it. It is left alone. */
    ELSEWHERE,
    /** It is not ready. */
    FAILED
  }
}
