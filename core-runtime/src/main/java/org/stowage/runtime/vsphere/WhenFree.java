package org.stowage.runtime.vsphere;

import java.io.IOException;
import java.time.Duration;
import org.stowage.runtime.config.TargetConfig;
import org.stowage.runtime.http.Backoff;
import org.stowage.runtime.http.Cancellation;
import org.stowage.runtime.vsphere.fault.VsphereError;
import org.stowage.runtime.vsphere.fault.VsphereFaultException;

/**
 * Does what a server refuses as long as something else is done with the same object, such as an
 * export whose lease has outlived the process that held it. Goes on for some minutes.
 */
final class WhenFree {

  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private WhenFree() {}

  static <T> T call(TargetConfig.Patience patience, Cancellation cancellation, Attempt<T> attempt)
      throws IOException {
    Backoff backoff = new Backoff(patience.apiRetries(), patience.poll(), LONGEST_PAUSE);
    for (int failures = 1; ; failures++) {
      try {
        return attempt.make();
      } catch (VsphereFaultException e) {
        if (!e.code().equals(VsphereError.BUSY) || failures > backoff.retries()) {
          throw e;
        }
      }
      backoff.pause(failures, cancellation);
    }
  }

  /** One try; nothing is done when it fails. */
  @FunctionalInterface
  interface Attempt<T> {
    T make() throws IOException;
  }
}
