package org.stowage.runtime.vsphere.session;

import com.vmware.vim25.ServiceContent;
import com.vmware.vim25.ws.VimStub;
import java.io.Closeable;
import java.net.URI;
import java.net.http.HttpClient;
import java.rmi.RemoteException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stowage.api.CancelledException;
import org.stowage.api.StorageException;
import org.stowage.runtime.config.TargetConfig;
import org.stowage.runtime.http.Backoff;
import org.stowage.runtime.http.Cancellation;
import org.stowage.runtime.tls.ServerTrust;
import org.stowage.runtime.vsphere.fault.VsphereError;
import org.stowage.runtime.vsphere.fault.VsphereFaultException;
import org.stowage.runtime.vsphere.soap.SoapCall;
import org.stowage.runtime.vsphere.wire.HttpConnection;
import org.stowage.runtime.vsphere.wire.SessionCookie;
import org.stowage.runtime.vsphere.wire.SoapChannel;
import org.stowage.runtime.vsphere.wire.Timeouts;

/**
 * A session with a vCenter or an ESXi host. It begins with its first use, however many threads use
 * it; when the server ends it, it begins anew and the call in which that showed is made again.
 * Objects that the server keeps for a session, such as views, filters and collectors, are gone
 * then: see {@link #withinOneLogin}.
 *
 * <p>Safe for use by several threads. Closing it ends it on the server; closing is idempotent.
 */
public final class Session implements Closeable {

  private static final Logger log = LoggerFactory.getLogger(Session.class);

  /** Whoever closes does not want to wait for a server that is gone. */
  private static final Duration GOODBYE = Duration.ofSeconds(10);

  /** A server that does not understand at once may do so the next time. */
  private static final int MOST_GOODBYES = 3;

  private static final Duration LOOK_AROUND = Duration.ofMillis(200);

  private final TargetConfig.Endpoint endpoint;
  private final SoapChannel channel;
  private final HttpConnection connection;
  private final ReentrantLock loginLock = new ReentrantLock();
  private volatile @Nullable Login login;
  private volatile boolean closed;

  /**
   * Sends nothing.
   *
   * @param retries of calls that failed for a reason that may pass; 0 or more
   * @param operationId by which the server's logs tell which calls belong together, e.g. {@code
   *     stowage-1a2b3c4d}; sent with every call
   * @throws StorageException {@code configuration} when the certificates to trust cannot be read
   */
  public Session(TargetConfig.Endpoint endpoint, int retries, String operationId)
      throws StorageException {
    this(endpoint, operationId, Timeouts.USUAL, Backoff.usual(retries));
  }

  Session(TargetConfig.Endpoint endpoint, String operationId, Timeouts timeouts, Backoff backoff)
      throws StorageException {
    this.endpoint = endpoint;
    URI base = URI.create("https://" + endpoint.host() + ":" + endpoint.port() + "/");
    HttpClient http = HttpConnection.client(ServerTrust.of(endpoint.trust()), timeouts);
    this.channel = new SoapChannel(base.resolve("/sdk"), http, operationId, timeouts, backoff);
    this.connection = new HttpConnection(base, http, timeouts, this::cookie);
  }

  /** As {@link #call(String, Cancellation, Call)}, for what is carried on to its end. */
  public <T extends @Nullable Object> T call(String attempted, Call<T> call)
      throws StorageException {
    return call(attempted, Cancellation.NEVER, call);
  }

  /**
   * Makes calls with yavijava's methods.
   *
   * @param attempted what they are for, on which object: {@code "create the folder [ds1] web"}
   * @return what they return
   * @throws VsphereFaultException when the server says that one failed
   * @throws StorageException when there is no session, or no answer
   */
  public <T extends @Nullable Object> T call(
      String attempted, Cancellation cancellation, Call<T> call) throws StorageException {
    try {
      return call.on(
          new VimStub(
              new VimClient(connection.base(), one -> call(attempted, one, null, cancellation))));
    } catch (CallFailedException e) {
      throw e.error();
    } catch (StorageException e) {
      throw e;
    } catch (RemoteException e) {
      throw new IllegalStateException("yavijava failed by itself", e);
    }
  }

  /** One or several calls of the API. */
  @FunctionalInterface
  public interface Call<T extends @Nullable Object> {
    T on(VimStub stub) throws RemoteException, StorageException;
  }

  /**
   * Makes one call that yavijava has no method for, or that is to be waited for in another way.
   *
   * @param answer how long to wait for the answer; null for the usual time
   */
  public @Nullable Object call(
      String attempted, SoapCall call, @Nullable Duration answer, Cancellation cancellation)
      throws StorageException {
    Login before = login(cancellation);
    try {
      Object value = channel.call(attempted, call, before.cookie(), answer, cancellation);
      if (value != null || !hidesThatTheSessionIsOver(call)) {
        return value;
      }
      if (before.isAlive(attempted, channel, cancellation)) {
        return null;
      }
    } catch (VsphereFaultException e) {
      if (!Login.saysLoggedOut(e)) {
        throw e;
      }
    }
    Login after = again(before, cancellation);
    return waitsForWhatIsGone(call)
        ? null
        : channel.call(attempted, call, after.cookie(), answer, cancellation);
  }

  /** A vCenter answers these, in a session that is over, with nothing instead of a fault. */
  private static boolean hidesThatTheSessionIsOver(SoapCall call) {
    return call.method().startsWith("RetrieveProperties");
  }

  /** What these watch went with the session: nothing would ever change, and they would wait. */
  private static boolean waitsForWhatIsGone(SoapCall call) {
    return call.method().startsWith("WaitForUpdates");
  }

  /**
   * Does work that uses objects which live as long as a login does. When the session begins anew
   * meanwhile, the work is done once more from its beginning.
   */
  public <T extends @Nullable Object> T withinOneLogin(Work<T> work) throws StorageException {
    int before = number();
    try {
      T result = work.run();
      if (number() == before) {
        return result;
      }
    } catch (VsphereFaultException e) {
      if (number() == before) {
        throw e;
      }
    }
    return work.run();
  }

  /** Work of {@link #withinOneLogin}; nothing of it may matter when it is done twice. */
  @FunctionalInterface
  public interface Work<T extends @Nullable Object> {
    T run() throws StorageException;
  }

  /** Another one after each login. Logs in, if that is not done yet. */
  public int number() throws StorageException {
    return login(Cancellation.NEVER).number();
  }

  /** The server's managers. Logs in, if that is not done yet. */
  public ServiceContent content() throws StorageException {
    return login(Cancellation.NEVER).content();
  }

  /** What the server says of itself to anybody. Does not log in. */
  public ServiceContent introduction() throws StorageException {
    return Login.introduction(
        "ask " + endpoint.host() + ":" + endpoint.port() + " what it is",
        channel,
        new SessionCookie(),
        Cancellation.NEVER);
  }

  /** For requests to the same server outside the API, as the same user. */
  public HttpConnection connection() {
    return connection;
  }

  private @Nullable String cookie() throws StorageException {
    return login(Cancellation.NEVER).cookie().header();
  }

  private Login login(Cancellation cancellation) throws StorageException {
    Login current = login;
    return current != null ? current : again(null, cancellation);
  }

  /**
   * Begins a session in place of one that is over, unless somebody else did meanwhile.
   *
   * @param over null when there was none
   */
  private Login again(@Nullable Login over, Cancellation cancellation) throws StorageException {
    while (!tryLogin()) {
      cancellation.check();
    }
    try {
      if (closed) {
        throw new IllegalStateException("the session with " + endpoint.host() + " is closed");
      }
      Login current = login;
      if (current == null || current == over) {
        if (over != null) {
          log.debug("{} ended the session; logging in again", endpoint.host());
        }
        current = Login.begin(channel, endpoint, cancellation);
        login = current;
      }
      return current;
    } finally {
      loginLock.unlock();
    }
  }

  private boolean tryLogin() throws CancelledException {
    try {
      return loginLock.tryLock(LOOK_AROUND.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException("waiting for somebody else's login");
    }
  }

  /** Ends the session on the server. A server that cannot be told ends it by itself, later. */
  @Override
  public void close() {
    Login last;
    loginLock.lock();
    try {
      closed = true;
      last = login;
      login = null;
    } finally {
      loginLock.unlock();
    }
    if (last == null) {
      return;
    }
    boolean interrupted = Thread.interrupted();
    try {
      end(last);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void end(Login last) {
    for (int tries = 1; tries <= MOST_GOODBYES; tries++) {
      try {
        last.end(channel, GOODBYE);
        return;
      } catch (StorageException e) {
        log.debug("the session with {} was not ended: {}", endpoint.host(), e.getMessage());
        if (!VsphereError.mayPass(e)) {
          return;
        }
      }
    }
  }

  @Override
  public String toString() {
    return endpoint.username() + " at " + connection.base();
  }
}
