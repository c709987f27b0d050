package org.stowage.runtime.vsphere.doctor;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import org.stowage.api.StorageException;
import org.stowage.runtime.config.TargetConfig;
import org.stowage.runtime.doctor.Finding;
import org.stowage.runtime.tls.ServerTrust;
import org.stowage.runtime.tls.ShownIdentity;
import org.stowage.runtime.tls.Thumbprint;
import org.stowage.runtime.tls.UntrustedServerException;
import org.stowage.runtime.vsphere.wire.ConnectionFailure;

/** Whether a server is reached, and whether it is the one that is meant. */
public final class ConnectionCheck {

  private static final String CONNECTION = "connection";
  private static final String CERTIFICATE = "certificate";

  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration RENEWAL = Duration.ofDays(30);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneOffset.UTC);

  private final TargetConfig.Endpoint endpoint;
  private final Clock clock;
  private final String server;

  public ConnectionCheck(TargetConfig.Endpoint endpoint, Clock clock) {
    this.endpoint = endpoint;
    this.clock = clock;
    this.server = endpoint.host() + ":" + endpoint.port();
  }

  /** Connects once. When one of these failed, calls of the API would, too. */
  public List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    try {
      ServerTrust trust = ServerTrust.of(endpoint.trust());
      ServerProbe.Reached reached =
          new ServerProbe(trust, PATIENCE).reach(endpoint.host(), endpoint.port());
      findings.add(
          Finding.ok(
              CONNECTION,
              server,
              "%s, connected in %d ms, %s"
                  .formatted(
                      reached.address().getHostAddress(),
                      reached.took().toMillis(),
                      reached.identity().protocol())));
      findings.add(certificate(reached.identity()));
    } catch (StorageException e) {
      findings.add(Finding.failed(CONNECTION, server, e));
      findings.add(Finding.notChecked(CERTIFICATE, server, "the server was not reached"));
    }
    return findings;
  }

  private Finding certificate(ShownIdentity identity) {
    UntrustedServerException distrust = identity.distrust();
    if (distrust != null) {
      return Finding.failed(
          CERTIFICATE,
          server,
          ConnectionFailure.explain(
              "checking who answers", URI.create("https://" + server), new SSLException(distrust)));
    }
    X509Certificate certificate = identity.certificate();
    String thumbprint = Thumbprint.of(certificate, "SHA-256").hex();
    String observed =
        "subject %s, issuer %s, valid from %s to %s, SHA-256 %s; believed: %s"
            .formatted(
                certificate.getSubjectX500Principal(),
                certificate.getIssuerX500Principal(),
                DAY.format(certificate.getNotBefore().toInstant()),
                DAY.format(certificate.getNotAfter().toInstant()),
                thumbprint,
                why());
    if (endpoint.trust().insecure()) {
      return Finding.warning(
          CERTIFICATE,
          server,
          observed,
          "Set thumbprint = \"%s\", or ca_file, instead of insecure.".formatted(thumbprint));
    }
    Duration left = Duration.between(clock.instant(), certificate.getNotAfter().toInstant());
    if (left.compareTo(RENEWAL) < 0) {
      return Finding.warning(
          CERTIFICATE,
          server,
          (left.isNegative()
                  ? "it ended %d days ago; ".formatted(-left.toDays())
                  : "it ends in %d days; ".formatted(left.toDays()))
              + observed,
          "Renew the certificate of the server"
              + (endpoint.trust().thumbprint() == null ? "." : ", and then change thumbprint."));
    }
    return Finding.ok(CERTIFICATE, server, observed);
  }

  private String why() {
    TargetConfig.Trust trust = endpoint.trust();
    if (trust.insecure()) {
      return "anybody is, because of insecure";
    }
    if (trust.thumbprint() != null) {
      return "it has the configured thumbprint";
    }
    return trust.caFiles().isEmpty()
        ? "the Java runtime knows its authority"
        : "its authority is in " + trust.caFiles();
  }
}
