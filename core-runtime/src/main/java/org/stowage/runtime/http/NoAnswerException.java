package org.stowage.runtime.http;

import java.io.IOException;
import java.time.Duration;

/** A server took a request and did not begin to answer in time, or did not take all of it. */
public final class NoAnswerException extends IOException {

  private static final long serialVersionUID = 1L;

  NoAnswerException(Duration patience) {
    super("did not answer within " + patience.toSeconds() + " s");
  }
}
