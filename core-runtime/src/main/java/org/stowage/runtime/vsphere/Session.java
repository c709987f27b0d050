package org.stowage.runtime.vsphere;

import com.vmware.vim25.ManagedObjectReference;
import com.vmware.vim25.ServiceContent;
import com.vmware.vim25.ws.VimStub;
import java.io.Closeable;
import java.net.ConnectException;
import java.net.URI;
import java.rmi.RemoteException;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CancelledException;
import org.stowage.api.StorageException;
import org.stowage.runtime.config.TargetConfig;
import org.stowage.runtime.vsphere.soap.HttpConnection;
import org.stowage.runtime.vsphere.soap.ServerFault;
import org.stowage.runtime.vsphere.soap.ServerTrust;
import org.stowage.runtime.vsphere.soap.SoapClient;

/**
 * A login to a vCenter, made at the first call and ended by closing. When the server has forgotten
 * it, it is made anew once and the call repeated. Safe for use by several threads.
 */
final class Session implements Closeable {

  private static final long FIRST_PAUSE_MILLIS = 200;
  private static final long LONGEST_PAUSE_MILLIS = 10_000;

  private final TargetConfig.Endpoint endpoint;
  private final int retries;
  private final HttpConnection connection;
  private final VimStub stub;
  private @Nullable ServiceContent content;
  private int logins;

  /**
   * @param operationId sent with every call, for the server's log
   */
  Session(TargetConfig.Endpoint endpoint, int retries, String operationId) throws StorageException {
    this.endpoint = endpoint;
    this.retries = retries;
    URI base = URI.create("https://" + endpoint.host() + ":" + endpoint.port() + "/");
    this.connection = new HttpConnection(base, ServerTrust.context(endpoint.trust()));
    this.stub = new VimStub(new SoapClient(connection, operationId));
  }

  HttpConnection connection() {
    return connection;
  }

  /** Changes with every login. Views and filters belong to one: after the next they are gone. */
  synchronized int number() {
    return logins;
  }

  /** The server's singletons. */
  synchronized ServiceContent content() throws StorageException {
    ServiceContent known = content;
    if (known == null) {
      ManagedObjectReference instance = new ManagedObjectReference();
      instance.setType("ServiceInstance");
      instance.setVal("ServiceInstance");
      known =
          repeating("connect to " + endpoint.host(), () -> stub.retrieveServiceContent(instance));
      content = known;
    }
    return known;
  }

  /**
   * Makes a call that changes something. It is made again only where it cannot have arrived.
   *
   * @param what is attempted, on which object
   */
  <T> T call(String what, Call<T> call) throws StorageException {
    int login = login();
    try {
      return call.on(stub);
    } catch (RemoteException e) {
      if (isExpired(e)) {
        return afterLogin(what, login, call);
      }
      if (hasCause(e, ConnectException.class)) {
        return repeating(what, () -> call.on(stub));
      }
      throw Faults.of(what, e);
    }
  }

  /** Makes a call that changes nothing, again and again while the way to the server is broken. */
  <T> T read(String what, Call<T> call) throws StorageException {
    int login = login();
    try {
      return call.on(stub);
    } catch (RemoteException e) {
      if (isExpired(e)) {
        return afterLogin(what, login, call);
      }
      if (isFinal(e)) {
        throw Faults.of(what, e);
      }
      return repeating(what, () -> call.on(stub));
    }
  }

  private <T> T afterLogin(String what, int expired, Call<T> call) throws StorageException {
    synchronized (this) {
      if (logins == expired) {
        logins = 0;
        connection.forgetCookie();
      }
    }
    login();
    try {
      return call.on(stub);
    } catch (RemoteException e) {
      throw Faults.of(what, e);
    }
  }

  /** Logs in unless somebody is; returns the number of the login. */
  private synchronized int login() throws StorageException {
    if (logins == 0) {
      ManagedObjectReference manager = content().getSessionManager();
      String password = endpoint.password().read();
      repeating(
          "log in to " + endpoint.host() + " as " + endpoint.username(),
          () -> stub.login(manager, endpoint.username(), password, "en"));
      logins = ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);
    }
    return logins;
  }

  private <T> T repeating(String what, Attempt<T> attempt) throws StorageException {
    long pause = FIRST_PAUSE_MILLIS;
    for (int left = retries; ; left--) {
      try {
        return attempt.make();
      } catch (RemoteException e) {
        if (left == 0 || isFinal(e)) {
          throw Faults.of(what, e);
        }
      }
      sleep(what, pause / 2 + ThreadLocalRandom.current().nextLong(pause / 2 + 1));
      pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
    }
  }

  private static void sleep(String what, long millis) throws CancelledException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException(what);
    }
  }

  private static boolean isExpired(RemoteException failure) {
    return failure instanceof ServerFault fault && fault.name().equals("NotAuthenticated");
  }

  /** Whether to try again would be no use: the server's own word, or a wrong name or trust. */
  private static boolean isFinal(RemoteException failure) {
    return failure instanceof ServerFault || hasCause(failure, StorageException.class);
  }

  private static boolean hasCause(Throwable failure, Class<? extends Throwable> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }

  /** Logs out. Idempotent; a server that cannot be told forgets the session by itself. */
  @Override
  public synchronized void close() {
    if (logins != 0) {
      logins = 0;
      try {
        stub.logout(content().getSessionManager());
      } catch (RemoteException | StorageException e) {
        // The work is done; an idle session ends after half an hour.
        org.slf4j.LoggerFactory.getLogger(Session.class).debug("the logout failed", e);
      }
    }
  }

  /** A call of the API. */
  @FunctionalInterface
  interface Call<T> {
    T on(VimStub stub) throws RemoteException, StorageException;
  }

  @FunctionalInterface
  private interface Attempt<T> {
    T make() throws RemoteException, StorageException;
  }
}
