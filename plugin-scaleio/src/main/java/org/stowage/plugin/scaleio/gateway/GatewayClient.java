package org.stowage.plugin.scaleio.gateway;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.plugin.scaleio.ScaleioError;

/**
 * One session with a gateway, for all threads.
 *
 * <p>It logs in at the first call, and once more when the gateway says that the session is over; of
 * several threads that are told so at once, one logs in. A call that fails in passing, or whose
 * answer is lost, is sent again after a pause. That does no harm to reads; and the array itself
 * refuses whatever was carried out already (a name that is taken, a volume that is mapped, not
 * mapped, absent, or not smaller), so whoever makes a call that changes something takes that
 * refusal for what it is, after a look at what is there.
 */
final class GatewayClient implements Closeable {

  private final HttpExchange exchange;
  private final Credentials credentials;
  private final Login login;
  private final Patience patience;
  private final Object lock = new Object();
  private Login.@Nullable Token token;
  private int logins;
  private boolean closed;

  GatewayClient(URI gateway, Credentials credentials, ServerTrust trust, Patience patience) {
    exchange = new HttpExchange(gateway, trust, patience);
    login = new Login(exchange, credentials);
    this.credentials = credentials;
    this.patience = patience;
  }

  URI gateway() {
    return exchange.gateway();
  }

  /** How many logins there were: what was read of the gateway itself may differ after each. */
  int logins() {
    synchronized (lock) {
      return logins;
    }
  }

  /**
   * Makes a call.
   *
   * @return the answer's JSON; null for the value null
   * @throws GatewayException when it is refused
   * @throws StorageException when it got no answer
   */
  @Nullable Object send(GatewayCall call) throws IOException {
    Iterator<Duration> pauses = patience.pauses().iterator();
    while (true) {
      String failure;
      IOException cause = null;
      try {
        Answer answer = authorized(call);
        if (answer.succeeded()) {
          return body(call, answer);
        }
        if (!answer.isPassing()) {
          throw refused(call, answer);
        }
        failure = credentials.hidden(answer.explanation());
      } catch (StorageException e) {
        throw e;
      } catch (IOException e) {
        failure = String.valueOf(e.getMessage());
        cause = e;
      }
      if (!pauses.hasNext()) {
        throw new StorageException(
            ScaleioError.UNREACHABLE,
            call.attempted()
                + " through the gateway "
                + gateway()
                + ": "
                + failure
                + ", "
                + (patience.pauses().size() + 1)
                + " times",
            "See whether the gateway is up. What was attempted may have been carried out: to try"
                + " again does no harm.",
            cause);
      }
      pause(pauses.next());
    }
  }

  /** Sends a call as somebody who is logged in; twice, if the login was over. */
  private Answer authorized(GatewayCall call) throws IOException {
    Login.Token used = token(null);
    Answer answer = exchange.send(call.path(), used.authorization(), call.body());
    if (answer.wantsLogin()) {
      used = token(used);
      answer = exchange.send(call.path(), used.authorization(), call.body());
    }
    return answer;
  }

  /**
   * The token to use.
   *
   * @param over one that is not valid any more; null if none is known to be
   */
  private Login.Token token(Login.@Nullable Token over) throws IOException {
    synchronized (lock) {
      if (closed) {
        throw new StorageException(
            CommonError.INTERNAL_FAULT, "the session with " + gateway() + " is closed", "");
      }
      if (token == null || token == over) {
        // The old one stays where this fails: gateways come back without having forgotten it.
        token = login.login();
        logins++;
      }
      return token;
    }
  }

  private @Nullable Object body(GatewayCall call, Answer answer) throws StorageException {
    if (!answer.isJson()) {
      throw malformed(call, "it is no JSON");
    }
    return answer.json();
  }

  private StorageException refused(GatewayCall call, Answer answer) {
    String said = credentials.hidden(answer.explanation());
    String message = call.attempted() + " through the gateway " + gateway() + ": " + said;
    if (answer.wantsLogin()) {
      return new StorageException(
          CommonError.AUTHENTICATION,
          message + ", even after a new login",
          "Look at rest_server_username and what that user may do.");
    }
    ArrayCode code = answer.arrayCode();
    return new GatewayException(code.code(), code, message, code.remedy());
  }

  StorageException malformed(GatewayCall call, String what) {
    return new StorageException(
        ScaleioError.MALFORMED_ANSWER,
        call.attempted() + ": the answer of " + gateway() + " is not understood: " + what,
        "See whether rest_server_ip and rest_server_port lead to a ScaleIO gateway.");
  }

  /** Waits. */
  static void pause(Duration duration) throws StorageException {
    try {
      Thread.sleep(duration.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageException(CommonError.INTERRUPTED, "interrupted while waiting", "", e);
    }
  }

  /** Logs out. Idempotent. */
  @Override
  public void close() {
    Login.Token last;
    synchronized (lock) {
      last = token;
      token = null;
      closed = true;
    }
    if (last != null) {
      login.logout(last);
    }
  }

  /** An object's field of the type it must have. */
  <T> T field(GatewayCall call, Map<?, ?> object, String name, Class<T> type)
      throws StorageException {
    Object value = object.get(name);
    if (!type.isInstance(value)) {
      throw malformed(call, "the field " + name + " is missing or of another type");
    }
    return type.cast(value);
  }
}
