package org.stowage.runtime.vsphere.wire;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Locale;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.runtime.vsphere.fault.VsphereError;
import org.stowage.runtime.vsphere.tls.Thumbprint;
import org.stowage.runtime.vsphere.tls.UntrustedServerException;

/** Says why a server was not reached, or was left without an answer, and what to do about it. */
public final class ConnectionFailure {

  private ConnectionFailure() {}

  /**
   * Explains a failure of a connection; one that is explained already is handed back.
   *
   * @param attempted e.g. {@code "uploading [ds1] web/web.vmdk"}
   * @param server where to; its path does not count
   */
  public static StorageException explain(String attempted, URI server, IOException failure) {
    if (failure instanceof StorageException explained) {
      return explained;
    }
    UntrustedServerException untrusted = cause(failure, UntrustedServerException.class);
    if (untrusted != null) {
      return untrusted(attempted, server, untrusted);
    }
    String what = attempted + ": ";
    String host = server.getHost();
    if (failure instanceof HttpConnectTimeoutException) {
      return new StorageException(
          VsphereError.UNREACHABLE,
          what
              + server.getAuthority()
              + " cannot be reached: nothing answers when connecting to it",
          "Check host and port, and whether a firewall drops packets on the way there.",
          failure);
    }
    if (cause(failure, UnresolvedAddressException.class) != null
        || cause(failure, UnknownHostException.class) != null) {
      return new StorageException(
          VsphereError.UNREACHABLE,
          what + server.getAuthority() + " cannot be reached: no address is known for " + host,
          "Check the spelling of the host's name, and the name service of this machine.",
          failure);
    }
    if (isBeforeSending(failure) && !(failure instanceof SSLException)) {
      return noConnection(what, server, failure);
    }
    if (failure instanceof SSLException) {
      return new StorageException(
          VsphereError.ANSWER,
          what + server.getAuthority() + " and this machine do not agree on TLS: " + text(failure),
          "Check that the port is the one for HTTPS, and that the server speaks TLS 1.2 or 1.3.",
          failure);
    }
    return new StorageException(
        VsphereError.CONNECTION_LOST,
        what + "the connection to " + server.getAuthority() + " ended: " + text(failure),
        "Run the command again; if that does not help, look whether the server was restarted.",
        failure);
  }

  private static StorageException noConnection(String what, URI server, IOException failure) {
    String why = ConnectionProbe.why(server);
    boolean refused = why.toLowerCase(Locale.ROOT).contains("refused");
    return new StorageException(
        VsphereError.UNREACHABLE,
        what
            + server.getAuthority()
            + " cannot be reached: "
            + (refused ? "the connection was refused" : why),
        refused
            ? "Check the port, and whether the server runs."
            : "Check the address, and the network between this machine and the server.",
        failure);
  }

  /** What waited too long is told. */
  static StorageException timedOut(String attempted, URI server, Duration patience) {
    return new StorageException(
        VsphereError.TIMED_OUT,
        attempted + ": " + server.getAuthority() + " did not answer within " + text(patience),
        "Look how busy the server is, then run the command again.");
  }

  static String text(Duration duration) {
    return duration.toMillis() < 10_000 && duration.toMillisPart() != 0
        ? duration.toMillis() + " ms"
        : duration.toSeconds() + " s";
  }

  /** Whether a failure was met before a request could be sent. */
  public static boolean isBeforeSending(IOException failure) {
    return failure instanceof ConnectException
        || failure instanceof HttpConnectTimeoutException
        || failure instanceof SSLHandshakeException
        || cause(failure, ConnectException.class) != null
        || cause(failure, UnresolvedAddressException.class) != null;
  }

  private static StorageException untrusted(
      String attempted, URI server, UntrustedServerException untrusted) {
    X509Certificate certificate = untrusted.certificate();
    String thumbprint = Thumbprint.of(certificate, "SHA-256").hex();
    return new StorageException(
        CommonError.TLS_NOT_VERIFIED,
        attempted
            + ": the certificate of "
            + server.getAuthority()
            + " is not to be trusted: "
            + untrusted.getMessage()
            + " (subject "
            + certificate.getSubjectX500Principal()
            + ", issuer "
            + certificate.getIssuerX500Principal()
            + ", valid until "
            + certificate.getNotAfter().toInstant()
            + ", SHA-256 "
            + thumbprint
            + ")",
        untrusted.pinned()
            ? "If the server got a new certificate, set its thumbprint to "
                + thumbprint
                + "; otherwise somebody else answers in its place."
            : "Give the certificate of its authority as ca_file; or, if you know that this is the"
                + " right server, thumbprint = \""
                + thumbprint
                + "\". With insecure = true anybody is believed.",
        untrusted);
  }

  private static String text(IOException failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  private static <T extends Throwable> @Nullable T cause(Throwable failure, Class<T> type) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < 20; depth++) {
      if (type.isInstance(cause)) {
        return type.cast(cause);
      }
      cause = cause.getCause();
    }
    return null;
  }
}
