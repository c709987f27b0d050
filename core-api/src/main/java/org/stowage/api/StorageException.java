package org.stowage.api;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The one root of everything that goes wrong on purpose.
 *
 * <p>The message says what was attempted, on which object, and what was observed against what is
 * allowed, with units. The remedy says what to do next. Neither ever contains a credential.
 */
public class StorageException extends IOException {

  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final String remedy;

  /**
   * @param message what was attempted, on which object, observed against allowed
   * @param remedy the next step for whoever reads this; a sentence, empty when there is none
   */
  public StorageException(ErrorCode code, String message, String remedy) {
    this(code, message, remedy, null);
  }

  public StorageException(
      ErrorCode code, String message, String remedy, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
    this.remedy = remedy;
  }

  public ErrorCode code() {
    return code;
  }

  /** The next step, or an empty string when there is nothing to advise. */
  public String remedy() {
    return remedy;
  }
}
