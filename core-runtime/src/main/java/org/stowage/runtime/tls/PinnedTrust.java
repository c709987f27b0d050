package org.stowage.runtime.tls;

import java.net.Socket;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** Believes the owner of one certificate, whatever is written in it. */
final class PinnedTrust extends ServerCheck {

  private final @Nullable Thumbprint thumbprint;

  /**
   * @param thumbprint null to believe anybody
   */
  PinnedTrust(@Nullable Thumbprint thumbprint) {
    this.thumbprint = thumbprint;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws UntrustedServerException {
    check(chain[0]);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws UntrustedServerException {
    check(chain[0]);
  }

  private void check(X509Certificate certificate) throws UntrustedServerException {
    if (thumbprint != null && !thumbprint.isOf(certificate)) {
      throw new UntrustedServerException(
          certificate, true, "it is not the one with the thumbprint " + thumbprint, null);
    }
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
