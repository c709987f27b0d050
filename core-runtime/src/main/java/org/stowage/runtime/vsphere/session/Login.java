package org.stowage.runtime.vsphere.session;

import com.vmware.vim25.ManagedObjectReference;
import com.vmware.vim25.ServiceContent;
import com.vmware.vim25.ws.Argument;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.runtime.config.TargetConfig;
import org.stowage.runtime.http.Cancellation;
import org.stowage.runtime.vsphere.fault.VsphereError;
import org.stowage.runtime.vsphere.fault.VsphereFaultException;
import org.stowage.runtime.vsphere.soap.SoapCall;
import org.stowage.runtime.vsphere.wire.SessionCookie;
import org.stowage.runtime.vsphere.wire.SoapChannel;

/**
 * What the server knows a session by.
 *
 * @param number no other login of this process has it
 * @param content the server's own managers
 */
record Login(int number, SessionCookie cookie, ServiceContent content) {

  /** Messages of the server are in English, as ours are. */
  private static final String LOCALE = "en";

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private static final ManagedObjectReference SERVICE_INSTANCE = serviceInstance();

  /** Begins a session: two calls. */
  static Login begin(SoapChannel channel, TargetConfig.Endpoint endpoint, Cancellation cancellation)
      throws StorageException {
    SessionCookie cookie = new SessionCookie();
    String attempted =
        "log in to " + endpoint.host() + ":" + endpoint.port() + " as " + endpoint.username();
    ServiceContent service = introduction(attempted, channel, cookie, cancellation);
    try {
      channel.call(
          attempted,
          SoapCall.on(
              service.getSessionManager(),
              "Login",
              "UserSession",
              new Argument("userName", "String", endpoint.username()),
              new Argument("password", "String", endpoint.password().read()),
              new Argument("locale", "String", LOCALE)),
          cookie,
          null,
          cancellation);
    } catch (VsphereFaultException e) {
      throw e.code().equals(CommonError.AUTHENTICATION)
          ? e.during(attempted + ", with the password of " + endpoint.password())
          : e;
    }
    cookie.seal();
    return new Login(NUMBERS.incrementAndGet(), cookie, service);
  }

  /** What the server says of itself to anybody: one call. */
  static ServiceContent introduction(
      String attempted, SoapChannel channel, SessionCookie cookie, Cancellation cancellation)
      throws StorageException {
    Object content =
        channel.call(
            attempted,
            SoapCall.on(SERVICE_INSTANCE, "RetrieveServiceContent", "ServiceContent"),
            cookie,
            null,
            cancellation);
    if (!(content instanceof ServiceContent service) || service.getSessionManager() == null) {
      throw new StorageException(
          VsphereError.ANSWER,
          attempted + ": it has no session manager",
          "Check that it is a vCenter or an ESXi host.");
    }
    return service;
  }

  /** Ends the session. */
  void end(SoapChannel channel, Duration patience) throws StorageException {
    channel.callOnce(
        "log out", SoapCall.on(content.getSessionManager(), "Logout", null), cookie, patience);
  }

  /** Asks for something trivial that only those who are logged in may know. */
  boolean isAlive(String attempted, SoapChannel channel, Cancellation cancellation)
      throws StorageException {
    try {
      channel.call(
          attempted,
          SoapCall.on(SERVICE_INSTANCE, "CurrentTime", "Calendar"),
          cookie,
          null,
          cancellation);
      return true;
    } catch (VsphereFaultException e) {
      if (saysLoggedOut(e)) {
        return false;
      }
      throw e;
    }
  }

  static boolean saysLoggedOut(VsphereFaultException e) {
    return e.name().equals("NotAuthenticated");
  }

  private static ManagedObjectReference serviceInstance() {
    ManagedObjectReference reference = new ManagedObjectReference();
    reference.setType("ServiceInstance");
    reference.setVal("ServiceInstance");
    return reference;
  }
}
