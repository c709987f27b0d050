package org.stowage.runtime.vsphere.soap;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.runtime.config.TargetConfig;

/**
 * Decides whether a server is the one that is meant. Made for one connection; nothing of the JVM is
 * changed, neither its default context nor its host name check.
 */
public final class ServerTrust {

  private ServerTrust() {}

  /** A context that believes as a configuration says. */
  public static SSLContext context(TargetConfig.Trust trust) throws StorageException {
    String thumbprint = trust.thumbprint();
    if (trust.insecure()) {
      return context(new Pinned(null));
    }
    if (thumbprint != null) {
      return context(pinned(thumbprint));
    }
    return context(trust.caFiles().isEmpty() ? null : authorities(trust.caFiles()));
  }

  /** A context that believes one certificate, whatever name it is for. */
  public static SSLContext context(String thumbprint) throws StorageException {
    return context(pinned(thumbprint));
  }

  private static Pinned pinned(String thumbprint) {
    return new Pinned(thumbprint.replace(":", "").toLowerCase(Locale.ROOT));
  }

  private static SSLContext context(@Nullable TrustManager trust) throws StorageException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust == null ? null : new TrustManager[] {trust}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new StorageException(
          CommonError.INTERNAL_FAULT, "this Java runtime has no TLS: " + e.getMessage(), "", e);
    }
  }

  private static TrustManager authorities(List<Path> files) throws StorageException {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (Path file : files) {
        for (Certificate certificate : certificates(file)) {
          store.setCertificateEntry("ca-" + store.size(), certificate);
        }
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return factory.getTrustManagers()[0];
    } catch (GeneralSecurityException | IOException e) {
      throw new StorageException(
          CommonError.CONFIGURATION,
          "reading the certificates of authorities in " + files + ": " + e.getMessage(),
          "Name a file of certificates in PEM, such as a vCenter offers for download.",
          e);
    }
  }

  private static List<Certificate> certificates(Path file)
      throws IOException, CertificateException {
    try (InputStream in = Files.newInputStream(file)) {
      List<Certificate> found =
          List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in));
      if (found.isEmpty()) {
        throw new CertificateException(file + " has no certificate");
      }
      return found;
    }
  }

  private static byte[] digest(String algorithm, X509Certificate certificate) {
    try {
      return MessageDigest.getInstance(algorithm).digest(certificate.getEncoded());
    } catch (NoSuchAlgorithmException | CertificateException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Believes one certificate, or all. An extended manager is handed the connection, and so the JDK
   * leaves the check of the host name to it, and this one makes none.
   */
  private static final class Pinned extends X509ExtendedTrustManager {

    private static final int SHA1_DIGITS = 40;

    private final @Nullable String thumbprint;

    /**
     * @param thumbprint lower case, without colons, of SHA-256 or, as old hosts give it, SHA-1;
     *     null for anybody
     */
    Pinned(@Nullable String thumbprint) {
      this.thumbprint = thumbprint;
    }

    private void check(X509Certificate[] chain) throws CertificateException {
      if (thumbprint == null) {
        return;
      }
      String algorithm = thumbprint.length() == SHA1_DIGITS ? "SHA-1" : "SHA-256";
      if (!HexFormat.of().formatHex(digest(algorithm, chain[0])).equals(thumbprint)) {
        throw new CertificateException("its thumbprint is not the one that is expected");
      }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      throw new CertificateException("clients are not asked");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      throw new CertificateException("clients are not asked");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      throw new CertificateException("clients are not asked");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
