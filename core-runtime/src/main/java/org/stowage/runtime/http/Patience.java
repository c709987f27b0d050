package org.stowage.runtime.http;

import java.time.Duration;

/**
 * How long to wait for a server, and how often to try again.
 *
 * @param connect until a connection stands
 * @param answer from sending a request to the head of its answer
 * @param silence between two parts of a body
 * @param retries after a failure that may pass; counted anew after every mebibyte
 */
public record Patience(Duration connect, Duration answer, Duration silence, Backoff retries) {

  public static final Patience USUAL =
      new Patience(
          Duration.ofSeconds(30), Duration.ofMinutes(2), Duration.ofMinutes(1), Backoff.usual(5));
}
