package org.stowage.runtime.vsphere.soap;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An answer is no message of the API: not XML, not SOAP, hostile, or beyond all bounds. */
public final class MalformedAnswerException extends IOException {

  private static final long serialVersionUID = 1L;

  MalformedAnswerException(String message) {
    this(message, null);
  }

  MalformedAnswerException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
