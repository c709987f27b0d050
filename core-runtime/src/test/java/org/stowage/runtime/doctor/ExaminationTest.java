package org.stowage.runtime.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.stowage.api.CommonError;
import org.stowage.api.ExitStatus;
import org.stowage.runtime.doctor.Finding.Status;

class ExaminationTest {

  private static final Finding FINE = Finding.ok("login", "vc", "logged in");
  private static final Finding ODD = Finding.warning("clock", "vc", "61 s ahead", "Set it.");
  private static final Finding SKIPPED = Finding.notChecked("hosts", "vc", "nobody is logged in");
  private static final Finding NO_LOGIN =
      Finding.failed("login", "vc", CommonError.AUTHENTICATION, "InvalidLogin", "Ask.");
  private static final Finding NO_PLACE =
      Finding.failed("datastores", "0 of 1", CommonError.NO_PLACEMENT, "none", "Add one.");

  @Test
  void endsWellWhateverWasWarnedOfOrNotChecked() {
    Examination examination = new Examination("vc", List.of(FINE, ODD, SKIPPED));

    assertEquals(ExitStatus.OK, examination.exit());
    assertEquals(Status.WARNING, examination.worst());
  }

  @Test
  void endsWithTheStatusOfTheFirstFailure() {
    assertEquals(
        ExitStatus.AUTHENTICATION, new Examination("vc", List.of(ODD, NO_LOGIN, NO_PLACE)).exit());
    assertEquals(
        ExitStatus.NO_PLACEMENT, new Examination("vc", List.of(NO_PLACE, NO_LOGIN)).exit());
    assertEquals(Status.FAILED, new Examination("vc", List.of(NO_PLACE, FINE)).worst());
  }

  @Test
  void onlyWhatFailedHasACode() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Finding("login", "vc", Status.OK, "", "", CommonError.IO));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Finding("login", "vc", Status.FAILED, "", "", null));
  }

  @Test
  void isSeenInOneLineEach() {
    assertEquals("a b", Finding.ok("login", "vc", "a\n  b\n").observed());
  }
}
