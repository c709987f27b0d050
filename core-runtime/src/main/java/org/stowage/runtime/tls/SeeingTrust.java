package org.stowage.runtime.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Lets one handshake with anybody come to its end, and keeps what another trust thinks of them. For
 * connections over which nothing is sent.
 */
final class SeeingTrust extends ServerCheck {

  private final X509ExtendedTrustManager trust;
  private @Nullable X509Certificate certificate;
  private @Nullable UntrustedServerException distrust;

  SeeingTrust(X509ExtendedTrustManager trust) {
    this.trust = trust;
  }

  /** The server's own certificate; null before it was shown. */
  @Nullable X509Certificate certificate() {
    return certificate;
  }

  /** Why it would not be believed; null when it would. */
  @Nullable UntrustedServerException distrust() {
    return distrust;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    certificate = chain[0];
    try {
      trust.checkServerTrusted(chain, authType, socket);
    } catch (UntrustedServerException e) {
      distrust = e;
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("servers are looked at over sockets only");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return trust.getAcceptedIssuers();
  }
}
