package org.stowage.runtime.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;

/**
 * Whose jars may run: those signed, with the JDK's own scheme for jars ({@code jarsigner}), under
 * one of these certificates. Every file in the jar must be, so that none can be slipped in. The
 * certificates must be valid today; what a time stamp says of an earlier day is not believed, for
 * nothing here vouches for its authority.
 */
final class TrustedSigners {

  /** The files that hold signatures, which nothing can sign (JAR File Specification). */
  private static final Pattern SIGNATURES =
      Pattern.compile("META-INF/(MANIFEST\\.MF|[^/]+\\.(SF|RSA|DSA|EC)|SIG-[^/]*)");

  private final List<X509Certificate> trusted;

  private TrustedSigners(List<X509Certificate> trusted) {
    this.trusted = trusted;
  }

  /**
   * @param pem one certificate or several
   * @throws StorageException {@code configuration} when it holds none
   */
  static TrustedSigners read(Path pem) throws IOException {
    try (InputStream in = Files.newInputStream(pem)) {
      Collection<? extends Certificate> read =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      List<X509Certificate> trusted = new ArrayList<>();
      read.forEach(each -> trusted.add((X509Certificate) each));
      if (trusted.isEmpty()) {
        throw new GeneralSecurityException("it is empty");
      }
      return new TrustedSigners(trusted);
    } catch (IOException | GeneralSecurityException e) {
      throw new StorageException(
          CommonError.CONFIGURATION,
          "the certificates of trusted plugin signers cannot be read from " + pem + ": " + e,
          "Name a file with one certificate or more in PEM.",
          e);
    }
  }

  /** Adds to a jar what is wrong with its signatures. */
  InspectedJar judge(InspectedJar jar) {
    try (JarFile open = new JarFile(jar.file().toFile(), true)) {
      for (JarEntry entry : Collections.list(open.entries())) {
        if (!entry.isDirectory() && !isSignature(entry.getName())) {
          check(open, entry);
        }
      }
      return jar;
    } catch (IOException | SecurityException | GeneralSecurityException e) {
      return jar.withFault(
          PluginError.NOT_SIGNED,
          "only plugins of trusted signers may run here: " + e.getMessage(),
          "Ask the plugin's provider for a signed jar, or add the signer's certificate to the"
              + " trusted ones.");
    }
  }

  private static boolean isSignature(String name) {
    return SIGNATURES.matcher(name.toUpperCase(Locale.ROOT)).matches();
  }

  private void check(JarFile jar, JarEntry entry) throws IOException, GeneralSecurityException {
    try (InputStream in = jar.getInputStream(entry)) {
      // The signers are known once all of it was read, and found to be what they signed.
      in.transferTo(OutputStream.nullOutputStream());
    }
    CodeSigner[] signers = entry.getCodeSigners();
    if (signers == null) {
      throw new GeneralSecurityException(entry.getName() + " is not signed");
    }
    GeneralSecurityException last = null;
    for (CodeSigner signer : signers) {
      try {
        check(signer);
        return;
      } catch (GeneralSecurityException e) {
        last = e;
      }
    }
    throw new GeneralSecurityException(
        "%s is signed by %s, which is not trusted: %s"
            .formatted(
                entry.getName(),
                ((X509Certificate) signers[0].getSignerCertPath().getCertificates().get(0))
                    .getSubjectX500Principal(),
                last == null ? "" : last.getMessage()),
        last);
  }

  private void check(CodeSigner signer) throws GeneralSecurityException {
    List<Certificate> path = new ArrayList<>();
    for (Certificate each : signer.getSignerCertPath().getCertificates()) {
      if (trusted.contains(each)) {
        if (path.isEmpty()) {
          ((X509Certificate) each).checkValidity();
          return;
        }
        break;
      }
      path.add(each);
    }
    PKIXParameters parameters =
        new PKIXParameters(Set.copyOf(trusted.stream().map(TrustedSigners::anchor).toList()));
    parameters.setRevocationEnabled(false);
    CertPath shortened = CertificateFactory.getInstance("X.509").generateCertPath(path);
    CertPathValidator.getInstance("PKIX").validate(shortened, parameters);
  }

  private static TrustAnchor anchor(X509Certificate certificate) {
    return new TrustAnchor(certificate, null);
  }
}
