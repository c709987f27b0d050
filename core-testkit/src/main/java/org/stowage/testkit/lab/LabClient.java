package org.stowage.testkit.lab;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Speaks to a lab, whose certificate it trusts. Safe for use by several threads. */
final class LabClient {

  private final LabProcess process;
  private final HttpClient client;

  LabClient(LabProcess process) throws IOException {
    this.process = process;
    try {
      this.client =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .connectTimeout(Duration.ofSeconds(10))
              .sslContext(trusting(Path.of(process.text("caFile"))))
              .build();
    } catch (IOException | GeneralSecurityException e) {
      process.close();
      throw new IOException("cannot trust the lab", e);
    }
  }

  private static SSLContext trusting(Path caFile) throws IOException, GeneralSecurityException {
    KeyStore roots = KeyStore.getInstance(KeyStore.getDefaultType());
    roots.load(null, null);
    try (var in = Files.newInputStream(caFile)) {
      roots.setCertificateEntry(
          "lab", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(roots);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  /** Sends a request as any client would; the answer may be an error. */
  HttpResponse<String> send(HttpRequest request) throws IOException {
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /**
   * Asks the lab itself.
   *
   * @param what below its address for this, which it calls {@code control}
   * @throws IllegalArgumentException if it refuses
   */
  String control(String method, String what, String body) throws IOException {
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(URI.create(process.text("control") + "/" + what))
                .method(method, BodyPublishers.ofString(body))
                .build());
    if (answer.statusCode() / 100 != 2) {
      throw new IllegalArgumentException("the lab refuses " + body + ": " + answer.body());
    }
    return answer.body();
  }
}
