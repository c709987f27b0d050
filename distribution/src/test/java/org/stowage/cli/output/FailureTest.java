package org.stowage.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;
import org.stowage.api.CancelledException;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;

class FailureTest {

  @Test
  void keepsWhatIsKnown() {
    StorageException known =
        new StorageException(CommonError.NO_PLACEMENT, "placing a: no room", "Add a datastore.");

    assertEquals(
        new Failure(CommonError.NO_PLACEMENT, "placing a: no room", "Add a datastore."),
        Failure.of(known));
  }

  @Test
  void saysWhetherAnythingIsLeftAfterACancellation() {
    CancelledException cancelled = new CancelledException("deploying a");

    assertEquals(
        "deploying a was interrupted; what was half-done has been removed",
        Failure.of(cancelled).message());

    cancelled.addSuppressed(new IOException("cannot delete"));
    assertEquals(
        "deploying a was interrupted; something half-done is left",
        Failure.of(cancelled).message());
  }

  @Test
  void looksThroughUncheckedInputOutputErrors() {
    StorageException known = new StorageException(CommonError.INTEGRITY, "wrong digest", "");

    assertEquals(Failure.of(known), Failure.of(new UncheckedIOException(known)));
  }

  @Test
  void saysWhichKindOfFileErrorItWasBesideThePath() {
    Failure failure = Failure.of(new NoSuchFileException("/x/y"));

    assertEquals(CommonError.IO, failure.code());
    assertEquals("NoSuchFileException: /x/y", failure.message());
  }

  @Test
  void asksToReportWhatNobodyForesaw() {
    Failure failure = Failure.of(new IllegalStateException("odd"));

    assertEquals(CommonError.INTERNAL_FAULT, failure.code());
    assertEquals("unexpected java.lang.IllegalStateException: odd", failure.message());
    assertTrue(failure.remedy().contains("report"), failure.remedy());
  }

  @Test
  void tellsHowToGiveMoreMemory() {
    Failure failure = Failure.of(new OutOfMemoryError("Java heap space"));

    assertEquals(CommonError.INTERNAL_FAULT, failure.code());
    assertTrue(failure.remedy().contains("STOWAGE_JAVA_OPTS"), failure.remedy());
  }
}
