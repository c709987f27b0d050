package org.stowage.plugin.scaleio.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.testkit.lab.LabGateway;

/** Whom the client believes; at the login as at every other call. */
class ServerTrustIT {

  @TempDir Path folder;

  private ArrayVersion version(LabGateway lab, ServerTrust trust) throws IOException {
    try (Gateway gateway =
        new Gateway(
            lab.url(), new Credentials(lab.username(), lab.password()), trust, Patience.USUAL)) {
      return gateway.version();
    }
  }

  private void assertNotTrusted(LabGateway lab, @Nullable Path file) throws IOException {
    lab.forgetCalls();
    StorageException refusal =
        assertThrows(StorageException.class, () -> version(lab, ServerTrust.verified(file)));
    assertEquals(CommonError.TLS_NOT_VERIFIED, refusal.code(), refusal.getMessage());
    assertTrue(refusal.getMessage().contains(lab.url().toString()), refusal.getMessage());
    assertTrue(lab.calls().isEmpty(), "credentials went to somebody who is not trusted");
  }

  @Test
  void believesAnAuthorityForItsNamesOnly() throws IOException {
    try (LabGateway lab = LabGateway.start(folder)) {
      assertEquals(new ArrayVersion(3, 5), version(lab, ServerTrust.verified(lab.caFile())));
      assertEquals(new ArrayVersion(3, 5), version(lab, ServerTrust.anybody()));
      assertNotTrusted(lab, null);
    }
  }

  @Test
  void believesTheCertificateInTheFileWhateverItsNames() throws IOException {
    try (LabGateway lab = LabGateway.start(folder, "--certificate-name=gateway.example");
        LabGateway other = LabGateway.start(folder.resolve("other"))) {
      assertEquals(
          new ArrayVersion(3, 5), version(lab, ServerTrust.verified(lab.certificateFile())));
      assertNotTrusted(other, lab.certificateFile());
      assertNotTrusted(other, lab.caFile());
    }
  }

  @Test
  void refusesAFileWithoutCertificates() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty.pem"));
    for (Path each : new Path[] {empty, folder.resolve("none.pem")}) {
      StorageException refusal =
          assertThrows(StorageException.class, () -> ServerTrust.verified(each));
      assertEquals(CommonError.CONFIGURATION, refusal.code());
      assertTrue(refusal.getMessage().contains(each.toString()), refusal.getMessage());
    }
  }
}
