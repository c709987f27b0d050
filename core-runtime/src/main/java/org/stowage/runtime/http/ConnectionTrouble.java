package org.stowage.runtime.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.X509Certificate;
import java.util.Locale;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.stowage.runtime.tls.Thumbprint;
import org.stowage.runtime.tls.UntrustedServerException;

/**
 * Why a server was not reached, or was left without an answer.
 *
 * @param observed what happened, beginning with the server's name
 * @param remedy what to do about it; of an untrusted server the caller knows better
 * @param untrusted the certificate that was not believed; null unless the kind is {@code UNTRUSTED}
 */
public record ConnectionTrouble(
    Kind kind, String observed, String remedy, @Nullable UntrustedServerException untrusted) {

  /** What to branch on. */
  public enum Kind {
    /** The server's certificate is not to be believed. */
    UNTRUSTED,
    /** No connection could be made. */
    UNREACHABLE,
    /** What answers does not speak TLS, or not a version that is spoken here. */
    NOT_TLS,
    /** The connection ended before the answer did. */
    LOST
  }

  /** Diagnoses a failure. */
  public static ConnectionTrouble of(URI server, IOException failure) {
    UntrustedServerException untrusted = cause(failure, UntrustedServerException.class);
    String authority = server.getAuthority();
    if (untrusted != null) {
      return new ConnectionTrouble(
          Kind.UNTRUSTED,
          "the certificate of " + authority + " is not to be trusted: " + shown(untrusted),
          "",
          untrusted);
    }
    if (failure instanceof HttpConnectTimeoutException) {
      return unreachable(
          authority + " cannot be reached: nothing answers when connecting to it",
          "Check host and port, and whether a firewall drops packets on the way there.");
    }
    if (cause(failure, UnresolvedAddressException.class) != null
        || cause(failure, UnknownHostException.class) != null) {
      return unreachable(
          authority + " cannot be reached: no address is known for " + server.getHost(),
          "Check the spelling of the host's name, and the name service of this machine.");
    }
    if (isBeforeSending(failure) && !(failure instanceof SSLException)) {
      return noConnection(server);
    }
    if (failure instanceof SSLException) {
      return new ConnectionTrouble(
          Kind.NOT_TLS,
          authority + " and this machine do not agree on TLS: " + text(failure),
          "Check that the port is the one for HTTPS, and that the server speaks TLS 1.2 or 1.3.",
          null);
    }
    return new ConnectionTrouble(
        Kind.LOST,
        "the connection to " + authority + " ended: " + text(failure),
        "Run the command again; if that does not help, look whether the server was restarted.",
        null);
  }

  private static ConnectionTrouble noConnection(URI server) {
    String why = ConnectionProbe.why(server);
    boolean refused = why.toLowerCase(Locale.ROOT).contains("refused");
    return unreachable(
        server.getAuthority()
            + " cannot be reached: "
            + (refused ? "the connection was refused" : why),
        refused
            ? "Check the port, and whether the server runs."
            : "Check the address, and the network between this machine and the server.");
  }

  private static ConnectionTrouble unreachable(String observed, String remedy) {
    return new ConnectionTrouble(Kind.UNREACHABLE, observed, remedy, null);
  }

  private static String shown(UntrustedServerException untrusted) {
    X509Certificate certificate = untrusted.certificate();
    return untrusted.getMessage()
        + " (subject "
        + certificate.getSubjectX500Principal()
        + ", issuer "
        + certificate.getIssuerX500Principal()
        + ", valid until "
        + certificate.getNotAfter().toInstant()
        + ", SHA-256 "
        + thumbprint(untrusted)
        + ")";
  }

  /** SHA-256 of a certificate, as configurations name it. */
  public static String thumbprint(UntrustedServerException untrusted) {
    return Thumbprint.of(untrusted.certificate(), "SHA-256").hex();
  }

  /** Whether a failure was met before a request could be sent. */
  public static boolean isBeforeSending(IOException failure) {
    return failure instanceof ConnectException
        || cause(failure, HttpConnectTimeoutException.class) != null
        || cause(failure, SSLHandshakeException.class) != null
        || cause(failure, ConnectException.class) != null
        || cause(failure, UnresolvedAddressException.class) != null;
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
