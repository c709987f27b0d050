package org.stowage.runtime.vsphere.wire;

import java.time.Duration;

/**
 * How long to wait for a server.
 *
 * @param connect until a connection stands
 * @param answer from sending a call to the last byte of its answer
 */
public record Timeouts(Duration connect, Duration answer) {

  /** A busy vCenter has been seen to think for minutes. */
  public static final Timeouts USUAL = new Timeouts(Duration.ofSeconds(30), Duration.ofMinutes(5));
}
