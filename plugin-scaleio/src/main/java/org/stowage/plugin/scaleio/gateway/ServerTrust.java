package org.stowage.plugin.scaleio.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;

/**
 * Which gateways are believed.
 *
 * <ul>
 *   <li>Anybody, where nothing is verified.
 *   <li>Whoever has a certificate for the name connected to, by an authority in a file, or by one
 *       of the Java runtime where there is no file.
 *   <li>Whoever has a certificate that is itself in the file, whatever names are in it: gateways
 *       make their own, often without the address they are reached at.
 * </ul>
 */
public final class ServerTrust {

  private final SSLContext context;

  private ServerTrust(X509ExtendedTrustManager trust) {
    try {
      context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {trust}, null);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime has no TLS", e);
    }
  }

  public static ServerTrust anybody() {
    return new ServerTrust(new Check(null, Set.of()));
  }

  /**
   * @param file certificates as PEM; null for the authorities of the Java runtime
   * @throws StorageException {@code configuration} when the file cannot be read, or holds none
   */
  public static ServerTrust verified(@Nullable Path file) throws StorageException {
    try {
      KeyStore authorities = null;
      Set<Certificate> pinned = Set.of();
      if (file != null) {
        pinned = Set.copyOf(read(file));
        authorities = KeyStore.getInstance(KeyStore.getDefaultType());
        authorities.load(null, null);
        for (Certificate each : pinned) {
          authorities.setCertificateEntry("certificate-" + authorities.size(), each);
        }
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(authorities);
      return new ServerTrust(
          new Check((X509ExtendedTrustManager) factory.getTrustManagers()[0], pinned));
    } catch (GeneralSecurityException | IOException e) {
      throw new StorageException(
          CommonError.CONFIGURATION,
          "reading server_certificate_path " + file + ": " + e.getMessage(),
          "Give the path of a PEM file with the gateway's certificate, or its authority's.",
          e);
    }
  }

  private static Set<Certificate> read(Path file) throws IOException, CertificateException {
    try (InputStream in = Files.newInputStream(file)) {
      Set<Certificate> found =
          Set.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in));
      if (found.isEmpty()) {
        throw new CertificateException("it holds no certificate");
      }
      return found;
    }
  }

  SSLContext context() {
    return context;
  }

  /** Checks names by itself where it has to: the runtime adds that to its own managers only. */
  private static final class Check extends X509ExtendedTrustManager {

    private final @Nullable X509ExtendedTrustManager authorities;
    private final Set<Certificate> pinned;

    /**
     * @param authorities null to believe anybody
     */
    Check(@Nullable X509ExtendedTrustManager authorities, Set<Certificate> pinned) {
      this.authorities = authorities;
      this.pinned = pinned;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
        throws CertificateException {
      if (authorities != null && !pinned.contains(chain[0])) {
        authorities.checkServerTrusted(chain, authType, engine);
      }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
        throws CertificateException {
      throw new CertificateException("connections are made by engines");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
        throws CertificateException {
      throw new CertificateException("connections are made by engines");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
        throws CertificateException {
      throw new CertificateException("this is no server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
        throws CertificateException {
      throw new CertificateException("this is no server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType)
        throws CertificateException {
      throw new CertificateException("this is no server");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return authorities == null ? new X509Certificate[0] : authorities.getAcceptedIssuers();
    }
  }
}
