package org.stowage.runtime.http;

import org.stowage.api.ErrorCode;
import org.stowage.api.ErrorKind;
import org.stowage.api.ExitStatus;

/**
 * What goes wrong with a server of files, apart from what {@link org.stowage.api.CommonError} has
 * words for. Numbers 5200 to 5219.
 */
public final class HttpError {

  /** Nobody answers there: unknown name, refused, no route, too slow to connect. */
  public static final ErrorCode UNREACHABLE = code(5200, "http-unreachable");

  /** No answer, or no more of one, within the time that is allowed. */
  public static final ErrorCode TIMED_OUT = code(5201, "http-timed-out");

  /** The connection ended too often, or where the rest cannot be asked for. */
  public static final ErrorCode CONNECTION_LOST = code(5202, "http-connection-lost");

  /** What answers does not speak HTTP, or TLS, as it should. */
  public static final ErrorCode ANSWER = code(5203, "http-answer");

  /** The server says that it has failed, or takes no requests for now. */
  public static final ErrorCode SERVER_FAILED = code(5204, "http-server-failed");

  /** The server leads elsewhere too often, or to where nobody follows. */
  public static final ErrorCode REDIRECTED = code(5205, "http-redirected");

  /** The file became another one while it was read. */
  public static final ErrorCode CONTENT_CHANGED = code(5206, "http-content-changed");

  private HttpError() {}

  private static ErrorCode code(int number, String name) {
    return new ErrorCode(number, name, ErrorKind.EXTERNAL, ExitStatus.TRANSFER);
  }
}
