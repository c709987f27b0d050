package org.stowage.runtime.http;

import org.stowage.api.CancelledException;

/** Whether to stop; asked several times a second by whoever waits. */
@FunctionalInterface
public interface Cancellation {

  /** For what is carried on to its end. */
  Cancellation NEVER = () -> {};

  /**
   * Returns when the work may go on. {@code transfer::checkCancelled} is one of these.
   *
   * @throws CancelledException when it is to stop
   */
  void check() throws CancelledException;
}
