package org.stowage.runtime.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.api.CommonError;
import org.stowage.api.ExitStatus;
import org.stowage.api.StorageException;
import org.stowage.runtime.config.TargetConfig;
import org.stowage.runtime.vsphere.wire.ConnectionFailure;
import org.stowage.testkit.lab.ServerIdentity;

class ServerTrustTest {

  @TempDir static Path folder;

  private static ServerIdentity here;
  private static ServerIdentity elsewhere;

  private @Nullable HttpsServer server;

  @BeforeAll
  static void makeCertificates() throws Exception {
    here = ServerIdentity.selfSigned(folder, "here", "dns:localhost,ip:127.0.0.1");
    elsewhere = ServerIdentity.selfSigned(folder, "elsewhere", "dns:vc.example.com,ip:192.0.2.1");
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.stop(0);
    }
  }

  @Test
  void believesWhomAnAuthorityVouchesForByNameAndByAddress() throws Exception {
    assertEquals(204, status(here, "127.0.0.1", authorities(here.pem())));
    assertEquals(204, status(here, "localhost", authorities(here.pem())));
  }

  @Test
  void readsSeveralAuthoritiesFromOneFileAndFromSeveral() throws Exception {
    Path both =
        Files.writeString(
            folder.resolve("both.pem"),
            "the first one:\n"
                + Files.readString(elsewhere.pem())
                + "\nanother:\n"
                + Files.readString(here.pem()));

    assertEquals(204, status(here, "127.0.0.1", authorities(both)));
    assertEquals(204, status(here, "127.0.0.1", authorities(elsewhere.pem(), here.pem())));
  }

  @Test
  void refusesTheCertificateOfAnotherHostEvenOfAKnownAuthority() {
    for (String host : List.of("127.0.0.1", "localhost")) {
      StorageException e = refusal(elsewhere, host, authorities(elsewhere.pem()));

      assertTrue(e.getMessage().contains("No subject alternative"), e.getMessage());
    }
  }

  @Test
  void refusesWhomNobodyVouchesForAndTellsWhatItWouldTake() throws Exception {
    StorageException e = refusal(here, "127.0.0.1", TargetConfig.Trust.USUAL);

    String thumbprint = Thumbprint.of(here.certificate(), "SHA-256").hex();
    assertEquals(ExitStatus.TLS_NOT_VERIFIED, e.code().exit());
    assertTrue(e.getMessage().contains("subject CN=here"), e.getMessage());
    assertTrue(e.getMessage().contains("SHA-256 " + thumbprint), e.getMessage());
    assertTrue(e.remedy().contains("ca_file"), e.remedy());
    assertTrue(e.remedy().contains("thumbprint = \"" + thumbprint + "\""), e.remedy());
    assertTrue(e.remedy().contains("insecure"), e.remedy());
    assertTrue(
        refusal(here, "127.0.0.1", authorities(elsewhere.pem())).remedy().contains("ca_file"));
  }

  @Test
  void believesTheOwnerOfThePinnedCertificateWhateverItsNames() throws Exception {
    String thumbprint = Thumbprint.of(elsewhere.certificate(), "SHA-256").hex();

    assertEquals(204, status(elsewhere, "127.0.0.1", pin(thumbprint)));
    assertEquals(
        204,
        status(elsewhere, "localhost", pin(thumbprint.replace(":", "").toLowerCase(Locale.ROOT))));
  }

  @Test
  void refusesAnyOtherCertificateThanThePinnedOne() {
    String thumbprint = Thumbprint.of(elsewhere.certificate(), "SHA-256").hex();

    StorageException e = refusal(here, "127.0.0.1", pin(thumbprint));

    assertTrue(e.getMessage().contains(thumbprint), e.getMessage());
    assertTrue(e.remedy().contains(Thumbprint.of(here.certificate(), "SHA-256").hex()), e.remedy());
  }

  @Test
  void pinsByTheThumbprintThatOlderVcentersTellOfHosts() throws Exception {
    Thumbprint sha1 = Thumbprint.of(here.certificate(), "SHA-1");

    assertEquals(sha1, Thumbprint.parse(sha1.hex().replace(":", "")));
    assertEquals(204, status(here, "127.0.0.1", ServerTrust.pinned(sha1)));
  }

  @Test
  void believesAnybodyWhenAskedTo() throws Exception {
    assertEquals(
        204, status(elsewhere, "127.0.0.1", new TargetConfig.Trust(List.of(), null, true)));
  }

  @Test
  void saysWhichFileHoldsNoCertificates() throws Exception {
    Path empty = Files.writeString(folder.resolve("empty.pem"), "");
    Path garbage =
        Files.writeString(
            folder.resolve("garbage.pem"),
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");

    for (Path file : List.of(empty, garbage, folder.resolve("missing.pem"))) {
      StorageException e =
          assertThrows(StorageException.class, () -> ServerTrust.of(authorities(file)));
      assertEquals(CommonError.CONFIGURATION, e.code());
      assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
    }
  }

  @Test
  void leavesTheDefaultsOfTheJvmAsTheyWere() throws Exception {
    SSLContext context = SSLContext.getDefault();
    Object verifier = HttpsURLConnection.getDefaultHostnameVerifier();
    Object factory = HttpsURLConnection.getDefaultSSLSocketFactory();
    Properties properties = (Properties) System.getProperties().clone();

    status(elsewhere, "localhost", pin(Thumbprint.of(elsewhere.certificate(), "SHA-256").hex()));
    status(here, "localhost", authorities(here.pem()));
    status(here, "localhost", new TargetConfig.Trust(List.of(), null, true));

    assertSame(context, SSLContext.getDefault());
    assertSame(verifier, HttpsURLConnection.getDefaultHostnameVerifier());
    assertSame(factory, HttpsURLConnection.getDefaultSSLSocketFactory());
    assertEquals(properties, System.getProperties());
    assertNotSame(context, ServerTrust.of(TargetConfig.Trust.USUAL).context());
  }

  private static TargetConfig.Trust authorities(Path... files) {
    return new TargetConfig.Trust(List.of(files), null, false);
  }

  private static TargetConfig.Trust pin(String thumbprint) {
    return new TargetConfig.Trust(List.of(), thumbprint, false);
  }

  private StorageException refusal(ServerIdentity identity, String host, TargetConfig.Trust trust) {
    IOException failure = assertThrows(IOException.class, () -> status(identity, host, trust));
    StorageException e =
        ConnectionFailure.explain("looking", URI.create("https://" + host), failure);
    assertEquals(CommonError.TLS_NOT_VERIFIED, e.code(), e.getMessage());
    return e;
  }

  private int status(ServerIdentity identity, String host, TargetConfig.Trust trust)
      throws Exception {
    return status(identity, host, ServerTrust.of(trust));
  }

  private int status(ServerIdentity identity, String host, ServerTrust trust) throws Exception {
    stop();
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(identity.context()));
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    URI uri = URI.create("https://" + host + ":" + server.getAddress().getPort() + "/");
    return HttpClient.newBuilder()
        .sslContext(trust.context())
        .build()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }
}
