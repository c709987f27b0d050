package org.stowage.runtime.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Believes whom authorities vouch for, and tells whom it does not believe. */
final class ExplainedTrust extends ServerCheck {

  private final X509ExtendedTrustManager authorities;

  ExplainedTrust(X509ExtendedTrustManager authorities) {
    this.authorities = authorities;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    try {
      authorities.checkServerTrusted(chain, authType, socket);
    } catch (CertificateException e) {
      throw explained(chain[0], e);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    try {
      authorities.checkServerTrusted(chain, authType, engine);
    } catch (CertificateException e) {
      throw explained(chain[0], e);
    }
  }

  private static UntrustedServerException explained(
      X509Certificate certificate, CertificateException e) {
    Throwable why = e;
    while (why.getCause() != null && why.getCause() != why) {
      why = why.getCause();
    }
    return new UntrustedServerException(certificate, false, why.getMessage(), e);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return authorities.getAcceptedIssuers();
  }
}
