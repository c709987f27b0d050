package org.stowage.runtime.tls;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/** The server's certificate is not one to believe. */
public final class UntrustedServerException extends CertificateException {

  private static final long serialVersionUID = 1L;

  private final X509Certificate certificate;
  private final boolean pinned;

  UntrustedServerException(
      X509Certificate certificate, boolean pinned, String why, @Nullable Throwable cause) {
    super(why, cause);
    this.certificate = certificate;
    this.pinned = pinned;
  }

  /** What the server shows as its own. */
  public X509Certificate certificate() {
    return certificate;
  }

  /** Whether another certificate was expected, known by its thumbprint. */
  public boolean pinned() {
    return pinned;
  }
}
