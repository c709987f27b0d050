package org.stowage.runtime.vsphere.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.stowage.runtime.doctor.Finding;
import org.stowage.runtime.doctor.Finding.Status;

class ClockCheckTest {

  private static final Instant BEFORE = Instant.parse("2026-01-01T12:00:00Z");
  private static final Instant AFTER = BEFORE.plusMillis(200);

  @Test
  void comparesWithTheMiddleOfTheCall() {
    assertEquals(
        Finding.ok(
            "clock",
            "vc",
            "the server's clock is 1.000 s ahead of this machine's, to within 0.200 s"),
        ClockCheck.of("vc", BEFORE, BEFORE.plusMillis(1100), AFTER));
  }

  @Test
  void warnsOfMoreThanAMinuteEitherWay() {
    Finding behind = ClockCheck.of("vc", BEFORE, BEFORE.minusSeconds(90), AFTER);
    Finding ahead = ClockCheck.of("vc", BEFORE, AFTER.plusSeconds(61), AFTER);

    assertEquals(Status.WARNING, behind.status());
    assertEquals(
        "the server's clock is 90.100 s behind this machine's, to within 0.200 s",
        behind.observed());
    assertTrue(behind.remedy().contains("NTP"), behind.remedy());
    assertEquals(Status.WARNING, ahead.status());
    assertEquals(Status.OK, ClockCheck.of("vc", BEFORE, BEFORE.plusSeconds(60), AFTER).status());
  }

  @Test
  void doesNotBlameTheClockForASlowServer() {
    Instant late = BEFORE.plusSeconds(100);

    assertEquals(Status.OK, ClockCheck.of("vc", BEFORE, late.plusSeconds(5), late).status());
  }
}
