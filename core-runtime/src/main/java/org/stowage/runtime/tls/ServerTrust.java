package org.stowage.runtime.tls;

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
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.runtime.config.TargetConfig;

/**
 * Which servers are believed, for those connections that are opened with {@link #context()}.
 *
 * <ul>
 *   <li>With authorities, whoever has a certificate of theirs for the host name, or the address,
 *       that is connected to; the authorities of the Java runtime when no others are given.
 *   <li>With a thumbprint, whoever has that very certificate, whatever names and dates are in it.
 *   <li>With neither, when that was asked for in so many words, anybody.
 * </ul>
 *
 * Immutable.
 */
public final class ServerTrust {

  private final X509ExtendedTrustManager trust;
  private final SSLContext context;

  private ServerTrust(X509ExtendedTrustManager trust) {
    this.trust = trust;
    this.context = context(trust);
  }

  private static SSLContext context(X509ExtendedTrustManager trust) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {trust}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime has no TLS", e);
    }
  }

  /**
   * The trust that the configuration asks for.
   *
   * @throws StorageException {@code configuration} when a file of authorities cannot be read, or
   *     holds none
   */
  public static ServerTrust of(TargetConfig.Trust trust) throws StorageException {
    if (trust.insecure()) {
      return new ServerTrust(new PinnedTrust(null));
    }
    if (trust.thumbprint() != null) {
      return pinned(Thumbprint.parse(trust.thumbprint()));
    }
    return new ServerTrust(
        new ExplainedTrust(trustManager(trust.caFiles().isEmpty() ? null : read(trust.caFiles()))));
  }

  /** The trust in one certificate. */
  public static ServerTrust pinned(Thumbprint thumbprint) {
    return new ServerTrust(new PinnedTrust(thumbprint));
  }

  /**
   * Opens connections that believe whom this trust believes. Shared: not to be initialised anew.
   */
  public SSLContext context() {
    return context;
  }

  /**
   * Has a server show itself, whoever it is, and judges it. Sends nothing but the handshake.
   *
   * @param socket connected to the server, with a timeout of its own; stays the caller's to close
   * @param host by which the server was looked for
   * @throws IOException when there is no handshake
   */
  public ShownIdentity see(Socket socket, String host, int port) throws IOException {
    SeeingTrust seeing = new SeeingTrust(trust);
    SSLSocket over =
        (SSLSocket) context(seeing).getSocketFactory().createSocket(socket, host, port, false);
    SSLParameters parameters = over.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    over.setSSLParameters(parameters);
    over.startHandshake();
    X509Certificate certificate = seeing.certificate();
    if (certificate == null) {
      throw new SSLException("the server showed no certificate");
    }
    return new ShownIdentity(certificate, over.getSession().getProtocol(), seeing.distrust());
  }

  private static KeyStore read(List<Path> files) throws StorageException {
    try {
      KeyStore authorities = KeyStore.getInstance(KeyStore.getDefaultType());
      authorities.load(null, null);
      for (Path file : files) {
        for (Certificate certificate : readOne(file)) {
          authorities.setCertificateEntry("authority-" + authorities.size(), certificate);
        }
      }
      return authorities;
    } catch (GeneralSecurityException | IOException e) {
      if (e instanceof StorageException explained) {
        throw explained;
      }
      throw new IllegalStateException("this Java runtime cannot keep certificates", e);
    }
  }

  private static Collection<? extends Certificate> readOne(Path file) throws StorageException {
    try (InputStream in = Files.newInputStream(file)) {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (certificates.isEmpty()) {
        throw new CertificateException("it holds no certificate");
      }
      return certificates;
    } catch (IOException | CertificateException e) {
      throw new StorageException(
          CommonError.CONFIGURATION,
          "reading the certificates of authorities from " + file + ": " + e.getMessage(),
          "Give a PEM file. A vCenter offers its own authorities for download at"
              + " https://HOST/certs/download.zip.",
          e);
    }
  }

  /**
   * @param authorities null for those of the Java runtime
   */
  private static X509ExtendedTrustManager trustManager(@Nullable KeyStore authorities) {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(authorities);
      for (TrustManager manager : factory.getTrustManagers()) {
        if (manager instanceof X509ExtendedTrustManager trust) {
          return trust;
        }
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime cannot check certificates", e);
    }
    throw new IllegalStateException("this Java runtime cannot check certificates");
  }
}
