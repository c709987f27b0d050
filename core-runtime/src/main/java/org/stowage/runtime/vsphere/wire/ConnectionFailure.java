package org.stowage.runtime.vsphere.wire;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.stowage.api.CommonError;
import org.stowage.api.ErrorCode;
import org.stowage.api.StorageException;
import org.stowage.runtime.http.ConnectionTrouble;
import org.stowage.runtime.tls.UntrustedServerException;
import org.stowage.runtime.vsphere.fault.VsphereError;

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
    ConnectionTrouble trouble = ConnectionTrouble.of(server, failure);
    UntrustedServerException untrusted = trouble.untrusted();
    return new StorageException(
        code(trouble.kind()),
        attempted + ": " + trouble.observed(),
        untrusted == null ? trouble.remedy() : remedy(untrusted),
        untrusted == null ? failure : untrusted);
  }

  private static ErrorCode code(ConnectionTrouble.Kind kind) {
    return switch (kind) {
      case UNTRUSTED -> CommonError.TLS_NOT_VERIFIED;
      case UNREACHABLE -> VsphereError.UNREACHABLE;
      case NOT_TLS -> VsphereError.ANSWER;
      case LOST -> VsphereError.CONNECTION_LOST;
    };
  }

  private static String remedy(UntrustedServerException untrusted) {
    String thumbprint = ConnectionTrouble.thumbprint(untrusted);
    return untrusted.pinned()
        ? "If the server got a new certificate, set its thumbprint to "
            + thumbprint
            + "; otherwise somebody else answers in its place."
        : "Give the certificate of its authority as ca_file; or, if you know that this is the"
            + " right server, thumbprint = \""
            + thumbprint
            + "\". With insecure = true anybody is believed.";
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
}
