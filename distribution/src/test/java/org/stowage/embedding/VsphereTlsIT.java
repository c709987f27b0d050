package org.stowage.embedding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.file.Path;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.testkit.lab.LabVcenter;

/** Whom the host application trusts is its own business, whatever a vCenter is believed by. */
class VsphereTlsIT {

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"insecure = true", "thumbprint = \"%1$s\"", "ca_file = \"%2$s\""})
  void leavesTheDefaultsOfTheJvmAlone(String trust) throws Exception {
    try (LabVcenter lab = LabVcenter.start()) {
      Defaults before = Defaults.now();

      try (RuntimeOnLab runtime =
          new RuntimeOnLab(lab, folder, trust.formatted(lab.thumbprint(), lab.caFile()))) {
        assertEquals(Optional.empty(), runtime.attempt("ova", "nfs-1"));
      }

      Defaults after = Defaults.now();
      assertEquals(before, after);
      assertSame(before.context(), after.context());
      assertEquals(new TreeMap<>(), after.systemProperties());
      assertEquals(
          "javax.net.ssl.HttpsURLConnection$DefaultHostnameVerifier",
          after.verifier().getClass().getName());
    }
  }

  /** All by which a JVM decides whom to trust when nobody says so. */
  private record Defaults(
      SSLContext context,
      SSLSocketFactory sockets,
      HostnameVerifier verifier,
      List<Provider> providers,
      List<String> securityProperties,
      TreeMap<String, String> systemProperties) {

    static Defaults now() throws Exception {
      TreeMap<String, String> system = new TreeMap<>();
      for (String name : System.getProperties().stringPropertyNames()) {
        if (name.matches("(javax\\.net\\.ssl|https|jdk\\.tls|jdk\\.internal\\.httpclient)\\..*")) {
          system.put(name, System.getProperty(name));
        }
      }
      return new Defaults(
          SSLContext.getDefault(),
          HttpsURLConnection.getDefaultSSLSocketFactory(),
          HttpsURLConnection.getDefaultHostnameVerifier(),
          List.of(Security.getProviders()),
          Stream.of(
                  "jdk.tls.disabledAlgorithms",
                  "jdk.certpath.disabledAlgorithms",
                  "ssl.KeyManagerFactory.algorithm",
                  "ssl.TrustManagerFactory.algorithm")
              .map(name -> name + "=" + Security.getProperty(name))
              .toList(),
          system);
    }
  }
}
