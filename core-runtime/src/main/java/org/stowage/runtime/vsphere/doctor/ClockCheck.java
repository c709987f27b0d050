package org.stowage.runtime.vsphere.doctor;

import java.time.Duration;
import java.time.Instant;
import org.stowage.runtime.doctor.Finding;

/** Whether the clocks of a server and of this machine agree. */
public final class ClockCheck {

  public static final String NAME = "clock";

  private static final Duration MOST = Duration.ofSeconds(60);

  private ClockCheck() {}

  /**
   * The server looked at its clock at some moment of the call: the middle of it is at most half its
   * duration wrong.
   *
   * @param before the call, by this machine's clock
   * @param server what the server answered
   * @param after the call, by this machine's clock
   */
  public static Finding of(String name, Instant before, Instant server, Instant after) {
    Duration call = Duration.between(before, after);
    Duration skew = Duration.between(before.plus(call.dividedBy(2)), server);
    String observed =
        "the server's clock is %s %s this machine's, to within %s"
            .formatted(
                seconds(skew.abs()), skew.isNegative() ? "behind" : "ahead of", seconds(call));
    return skew.abs().minus(call.dividedBy(2)).compareTo(MOST) <= 0
        ? Finding.ok(NAME, name, observed)
        : Finding.warning(
            NAME,
            name,
            observed,
            "Let both take their time from the same source (NTP): certificates, tickets and"
                + " signs of life are judged by it.");
  }

  private static String seconds(Duration duration) {
    return "%d.%03d s".formatted(duration.toSeconds(), duration.toMillisPart());
  }
}
