package org.stowage.runtime.vsphere.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.api.CommonError;
import org.stowage.runtime.doctor.Finding;
import org.stowage.runtime.doctor.Finding.Status;

class VersionCheckTest {

  @ParameterizedTest
  @ValueSource(strings = {"6.5", "6.7.3", "7.0.3.0", "8.0.3.0", "10.0"})
  void servesVersion(String version) {
    assertEquals(Status.OK, VersionCheck.of("vc", "vCenter", version).status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"6.0", "5.5", "4.10.9"})
  void refusesVersion(String version) {
    Finding finding = VersionCheck.of("vc", "vCenter Server 6.0.0", version);

    assertEquals(CommonError.UNSUPPORTED, finding.code());
    assertEquals(
        "vCenter Server 6.0.0, API " + version + "; 6.5 is the oldest that is served",
        finding.observed());
  }

  @Test
  void wondersAtWhatIsNoVersion() {
    assertEquals(Status.WARNING, VersionCheck.of("vc", "vCenter", "").status());
    assertEquals(Status.WARNING, VersionCheck.of("vc", "vCenter", "99999999999.1").status());
  }
}
