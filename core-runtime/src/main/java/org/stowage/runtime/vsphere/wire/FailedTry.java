package org.stowage.runtime.vsphere.wire;

import org.stowage.api.StorageException;

/** One try of a call failed. */
final class FailedTry extends Exception {

  private static final long serialVersionUID = 1L;

  private final StorageException error;
  private final boolean reached;
  private final boolean perhapsDone;

  /**
   * @param reached whether the server, or what stands before it, answered at all
   * @param perhapsDone whether the server may have carried the call out
   */
  FailedTry(StorageException error, boolean reached, boolean perhapsDone) {
    super(error);
    this.error = error;
    this.reached = reached;
    this.perhapsDone = perhapsDone;
  }

  StorageException error() {
    return error;
  }

  boolean reached() {
    return reached;
  }

  boolean perhapsDone() {
    return perhapsDone;
  }
}
