package org.stowage.runtime.vsphere.wire;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stowage.api.CommonError;
import org.stowage.api.ErrorCode;
import org.stowage.api.StorageException;
import org.stowage.runtime.http.Backoff;
import org.stowage.runtime.http.Cancellation;
import org.stowage.runtime.vsphere.fault.VsphereError;
import org.stowage.runtime.vsphere.soap.SoapCall;
import org.stowage.runtime.vsphere.soap.SoapEncoder;

/**
 * Calls one server's API. Knows nothing of sessions but their cookie. Safe for use by several
 * threads.
 *
 * <p>A call that failed for a reason that may pass is tried again, a bounded number of times: when
 * it did not get to the server, when the server was overloaded, and, if that does no harm, when the
 * connection was lost before its answer came. As long as the server has not answered once, though,
 * nothing that goes wrong with the connection passes: an address that is wrong does not get better.
 */
public final class SoapChannel {

  private static final Logger log = LoggerFactory.getLogger(SoapChannel.class);

  private final SoapEncoder encoder;
  private final SoapExchange exchange;
  private final Timeouts timeouts;
  private final Backoff backoff;
  private final String operationId;
  private volatile boolean reached;

  /**
   * @param server address of the API: {@code https://HOST:PORT/sdk}
   * @param http made by {@link HttpConnection#client}
   * @param operationId see {@link SoapEncoder}
   */
  public SoapChannel(
      URI server, HttpClient http, String operationId, Timeouts timeouts, Backoff backoff) {
    this.encoder = new SoapEncoder(operationId);
    this.exchange = new SoapExchange(server, http);
    this.timeouts = timeouts;
    this.backoff = backoff;
    this.operationId = operationId;
  }

  /**
   * Carries out a call and waits for its answer.
   *
   * @param attempted what the call is for, on which object: {@code "clone [ds1] web"}
   * @param answer how long to wait for the answer; null for the usual time
   * @return what is answered with; null when that is nothing
   * @throws org.stowage.runtime.vsphere.fault.VsphereFaultException when the server says that the
   *     call failed
   * @throws StorageException when there is no answer
   */
  public @Nullable Object call(
      String attempted,
      SoapCall call,
      SessionCookie cookie,
      @Nullable Duration answer,
      Cancellation cancellation)
      throws StorageException {
    Duration patience = answer == null ? timeouts.answer() : answer;
    byte[] message = encode(attempted, call);
    for (int failures = 1; ; failures++) {
      try {
        Object value = exchange.run(attempted, call, message, cookie, patience, cancellation);
        reached = true;
        return value;
      } catch (FailedTry e) {
        reached |= e.reached();
        if (failures > backoff.retries() || !mayPass(call, e)) {
          throw last(call, e, failures);
        }
        log.debug("{} ({}) is tried again: {}", call, operationId, e.error().getMessage());
      }
      backoff.pause(failures, cancellation);
    }
  }

  /** As above, but tries once only, for calls that nobody waits for. */
  public @Nullable Object callOnce(
      String attempted, SoapCall call, SessionCookie cookie, Duration answer)
      throws StorageException {
    try {
      byte[] message = encode(attempted, call);
      return exchange.run(attempted, call, message, cookie, answer, Cancellation.NEVER);
    } catch (FailedTry e) {
      throw e.error();
    }
  }

  private byte[] encode(String attempted, SoapCall call) throws StorageException {
    try {
      return encoder.encode(call);
    } catch (IllegalArgumentException e) {
      throw new StorageException(CommonError.NOT_ALLOWED, attempted + ": " + e.getMessage(), "", e);
    }
  }

  private boolean mayPass(SoapCall call, FailedTry failed) {
    ErrorCode code = failed.error().code();
    boolean passes =
        code.equals(VsphereError.OVERLOADED)
            || reached
                && (code.equals(VsphereError.UNREACHABLE)
                    || code.equals(VsphereError.CONNECTION_LOST));
    return passes && mayRepeat(call, failed);
  }

  private static boolean mayRepeat(SoapCall call, FailedTry failed) {
    return !failed.perhapsDone() || Replay.isHarmless(call.method());
  }

  /**
   * The last try's error; with what must be known of it when the call may have been carried out.
   */
  private StorageException last(SoapCall call, FailedTry failed, int tries) {
    StorageException error = failed.error();
    if (!mayRepeat(call, failed)) {
      return new StorageException(
          error.code(),
          error.getMessage() + "; whether the server carried it out is not known",
          "Look for the operation "
              + operationId
              + " in the server's recent tasks. "
              + error.remedy(),
          error);
    }
    return tries == 1
        ? error
        : new StorageException(
            error.code(), error.getMessage() + ", " + tries + " times", error.remedy(), error);
  }
}
