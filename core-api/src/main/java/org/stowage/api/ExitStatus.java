package org.stowage.api;

/**
 * The exit statuses of the command. Part of the contract because an {@link ErrorCode} carries the
 * one it leads to, so that scripts see the same status whichever plugin found the fault.
 */
public enum ExitStatus {
  OK(0),
  FAILURE(1),
  USAGE(2),
  /** Not found, or more than one candidate. */
  NOT_FOUND(3),
  AUTHENTICATION(4),
  NO_PLACEMENT(5),
  /** Bytes differ from what a digest, checksum or table promised. */
  INTEGRITY(6),
  TRANSFER(7),
  PLUGIN_FAULT(8),
  TLS_NOT_VERIFIED(60),
  /** Interrupted, after everything half-done was removed. */
  INTERRUPTED(130);

  private final int status;

  ExitStatus(int status) {
    this.status = status;
  }

  /** The number the process ends with, 0 to 255. */
  public int status() {
    return status;
  }
}
