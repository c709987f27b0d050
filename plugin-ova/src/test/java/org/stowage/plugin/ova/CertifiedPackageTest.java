package org.stowage.plugin.ova;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.stowage.plugin.ova.error.OvaError;
import org.stowage.testkit.ova.OvaBuilder;
import org.stowage.testkit.ova.OvfText;

class CertifiedPackageTest {

  private static final byte[] DISK = TinyDisk.bytes(1024);
  private static final String OVF = OvfText.oneDisk("d.vmdk", 1024, "lsilogic");

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void isInvalidWithoutAManifest(Access access) {
    for (boolean last : new boolean[] {false, true}) {
      OvaBuilder ova = new OvaBuilder().member("vm.ovf", OVF);
      byte[] archive =
          (last
                  ? ova.member("d.vmdk", DISK).member("vm.cert", "x")
                  : ova.member("vm.cert", "x").member("d.vmdk", DISK))
              .bytes();

      new OvaTester(folder, access).refusal(OvaError.LONE_CERTIFICATE, archive);
    }
  }

  @ParameterizedTest
  @EnumSource
  void opensThoughItsCertificateIsNotUnderstood(Access access) throws IOException {
    byte[] archive =
        new OvaBuilder()
            .member("vm.ovf", OVF)
            .manifest("vm.mf", "SHA256")
            .member("vm.cert", "no certificate")
            .member("d.vmdk", DISK)
            .bytes();

    OvaTester.Outcome outcome = new OvaTester(folder, access).copy(archive);

    assertArrayEquals(TinyDisk.content(1024), outcome.content());
    org.junit.jupiter.api.Assertions.assertTrue(
        outcome.codes().contains(OvaError.CERTIFICATE_UNREAD));
  }
}
