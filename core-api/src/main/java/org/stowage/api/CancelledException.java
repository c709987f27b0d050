package org.stowage.api;

/** The operation was asked to stop, and stops here; whoever catches it undoes what is half-done. */
public final class CancelledException extends StorageException {

  private static final long serialVersionUID = 1L;

  /**
   * @param what the operation that was stopped, e.g. {@code "importing ubuntu.ova"}
   */
  public CancelledException(String what) {
    super(CommonError.INTERRUPTED, what + " was interrupted", "Run the command again.");
  }
}
