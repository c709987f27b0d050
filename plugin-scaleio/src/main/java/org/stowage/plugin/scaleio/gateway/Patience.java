package org.stowage.plugin.scaleio.gateway;

import java.time.Duration;
import java.util.List;

/**
 * How long a gateway is waited for.
 *
 * @param connect until it has accepted a connection
 * @param answer until a whole answer is there
 * @param pauses before each further try of a call that failed in passing
 */
public record Patience(Duration connect, Duration answer, List<Duration> pauses) {

  public static final Patience USUAL =
      new Patience(
          Duration.ofSeconds(30),
          Duration.ofSeconds(30),
          List.of(
              Duration.ofMillis(250),
              Duration.ofSeconds(1),
              Duration.ofSeconds(2),
              Duration.ofSeconds(4)));

  public Patience {
    pauses = List.copyOf(pauses);
  }

  /** For one try of one call. */
  Duration total() {
    return connect.plus(answer);
  }
}
