package org.stowage.runtime.vsphere.soap;

import java.io.IOException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;

/** Says why a server was not believed. */
final class TlsError {

  private TlsError() {}

  static IOException of(IOException failure, String server) {
    boolean unbelieved = false;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      unbelieved |= cause instanceof CertificateException || cause instanceof SSLHandshakeException;
    }
    if (!unbelieved) {
      return failure instanceof SSLException
          ? new IOException("TLS with " + server + " failed: " + failure.getMessage(), failure)
          : failure;
    }
    return new StorageException(
        CommonError.TLS_NOT_VERIFIED,
        "the certificate of " + server + " cannot be verified: " + reason(failure),
        "Set ca_file to the certificates of its authority, or thumbprint to the SHA-256 thumbprint"
            + " of its certificate: openssl s_client -connect "
            + server
            + " < /dev/null | openssl x509 -noout -fingerprint -sha256",
        failure);
  }

  private static String reason(Throwable failure) {
    String reason = String.valueOf(failure.getMessage());
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException && cause.getMessage() != null) {
        reason = cause.getMessage();
      }
    }
    return reason;
  }
}
