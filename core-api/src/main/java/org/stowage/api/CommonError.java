package org.stowage.api;

import static org.stowage.api.ErrorKind.CAPACITY;
import static org.stowage.api.ErrorKind.EXTERNAL;
import static org.stowage.api.ErrorKind.INPUT;
import static org.stowage.api.ErrorKind.INTERNAL;
import static org.stowage.api.ErrorKind.USER;

/** The failures that any part of the system can meet. Numbers 1 to 999. */
public final class CommonError {

  public static final ErrorCode USAGE = new ErrorCode(1, "usage", USER, ExitStatus.USAGE);
  public static final ErrorCode CONFIGURATION =
      new ErrorCode(2, "configuration", USER, ExitStatus.USAGE);
  public static final ErrorCode NOT_FOUND =
      new ErrorCode(3, "not-found", USER, ExitStatus.NOT_FOUND);
  public static final ErrorCode AMBIGUOUS =
      new ErrorCode(4, "ambiguous", USER, ExitStatus.NOT_FOUND);
  public static final ErrorCode ALREADY_EXISTS =
      new ErrorCode(5, "already-exists", USER, ExitStatus.FAILURE);
  public static final ErrorCode NOT_ALLOWED =
      new ErrorCode(6, "not-allowed", USER, ExitStatus.FAILURE);
  public static final ErrorCode AUTHENTICATION =
      new ErrorCode(7, "authentication", USER, ExitStatus.AUTHENTICATION);
  public static final ErrorCode TLS_NOT_VERIFIED =
      new ErrorCode(8, "tls-not-verified", USER, ExitStatus.TLS_NOT_VERIFIED);
  public static final ErrorCode NO_PLACEMENT =
      new ErrorCode(9, "no-placement", CAPACITY, ExitStatus.NO_PLACEMENT);
  public static final ErrorCode DATASTORE_FULL =
      new ErrorCode(10, "datastore-full", CAPACITY, ExitStatus.FAILURE);
  public static final ErrorCode MALFORMED =
      new ErrorCode(11, "malformed", INPUT, ExitStatus.FAILURE);
  public static final ErrorCode UNSUPPORTED =
      new ErrorCode(12, "unsupported", INPUT, ExitStatus.FAILURE);
  public static final ErrorCode INTEGRITY =
      new ErrorCode(13, "integrity", INPUT, ExitStatus.INTEGRITY);
  public static final ErrorCode TRANSFER =
      new ErrorCode(14, "transfer", EXTERNAL, ExitStatus.TRANSFER);
  public static final ErrorCode IO = new ErrorCode(15, "io", EXTERNAL, ExitStatus.FAILURE);
  public static final ErrorCode PLUGIN_FAULT =
      new ErrorCode(16, "plugin-fault", INTERNAL, ExitStatus.PLUGIN_FAULT);
  public static final ErrorCode INTERNAL_FAULT =
      new ErrorCode(17, "internal-fault", INTERNAL, ExitStatus.FAILURE);
  public static final ErrorCode INTERRUPTED =
      new ErrorCode(18, "interrupted", USER, ExitStatus.INTERRUPTED);

  private CommonError() {}
}
