package org.stowage.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;

class ConsoleTest {

  private static final Failure FULL =
      new Failure(CommonError.DATASTORE_FULL, "moving \"a\": 1 of 2 GiB", "Free space.");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  record Thing(String name, long sizeBytes, @Nullable String parent, List<Thing> parts)
      implements Result {
    @Override
    public String text() {
      return name + " ünï";
    }
  }

  @Test
  void printsResultsForPeople() throws IOException {
    console(false, false).result(new Thing("a", 1, null, List.of()));

    assertEquals("a ünï\n", shown(out));
    assertEquals("", shown(err));
  }

  @Test
  void printsResultsForProgramsWithVersionFirstAndNullsKept() throws IOException {
    console(true, false)
        .result(new Thing("a", 1, null, List.of(new Thing("b", 2, "a", List.of()))));

    assertEquals(
        """
        {
          "schemaVersion" : 1,
          "name" : "a",
          "sizeBytes" : 1,
          "parent" : null,
          "parts" : [ {
            "name" : "b",
            "sizeBytes" : 2,
            "parent" : "a",
            "parts" : [ ]
          } ]
        }
        """,
        shown(out));
  }

  @Test
  void printsFailuresOnTheStandardError() {
    console(false, false).failure(FULL);

    assertEquals(
        """
        stowage: moving "a": 1 of 2 GiB
          code STW-0010 datastore-full
          fix: Free space.
        """,
        shown(err));
    assertEquals("", shown(out));
  }

  @Test
  void printsFailuresAsOneObjectInOneLine() {
    console(true, false).failure(FULL);

    assertEquals(
        "{\"schemaVersion\":1,\"error\":{\"code\":\"STW-0010\",\"name\":\"datastore-full\","
            + "\"kind\":\"capacity\",\"message\":\"moving \\\"a\\\": 1 of 2 GiB\","
            + "\"fix\":\"Free space.\",\"exitStatus\":1}}\n",
        shown(err));
  }

  @Test
  void keepsQuietAboutEverythingButFailures() {
    Console quiet = console(false, true);

    quiet.warning(FULL);
    quiet.note("note");
    assertEquals("", shown(err));

    quiet.failure(FULL);
    assertTrue(shown(err).startsWith("stowage: moving"), shown(err));
  }

  @Test
  void warnsInTheStyleAskedFor() {
    console(false, false).warning(FULL);
    assertEquals("stowage: warning: moving \"a\": 1 of 2 GiB\n  fix: Free space.\n", shown(err));

    err.reset();
    console(true, false).warning(FULL);
    assertTrue(shown(err).startsWith("{\"schemaVersion\":1,\"warning\":{"), shown(err));
  }

  @Test
  void takesNoOffenceAtAReaderThatWentAway() throws IOException {
    new Console(failing("Broken pipe"), new PrintStream(err), false, false, 0)
        .result(new Thing("a", 1, null, List.of()));

    assertEquals("", shown(err));
  }

  @Test
  void failsWhenTheResultCannotBeWritten() {
    Console full =
        new Console(failing("No space left on device"), new PrintStream(err), false, false, 0);

    StorageException e =
        assertThrows(StorageException.class, () -> full.result(new Thing("a", 1, null, List.of())));

    assertEquals(CommonError.IO, e.code());
    assertEquals(
        "writing the result to the standard output: No space left on device", e.getMessage());
  }

  @Test
  void clearsTheBarBeforeItWritesALine() throws Exception {
    CountDownLatch drawn = new CountDownLatch(1);
    PrintStream watched =
        new PrintStream(err, true, StandardCharsets.UTF_8) {
          @Override
          public void print(@Nullable String text) {
            super.print(text);
            drawn.countDown();
          }
        };
    Console console = new Console(out, watched, false, false, 80);
    try (ProgressDisplay display = console.progress("deploying a")) {
      display.progressed(1, 2);
      drawn.await();
    }
    err.reset();

    console.note("done");
    console.note("really");

    assertEquals("\r\033[Kstowage: done\nstowage: really\n", shown(err));
  }

  private Console console(boolean json, boolean quiet) {
    return new Console(out, new PrintStream(err, true, StandardCharsets.UTF_8), json, quiet, 0);
  }

  private static String shown(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8);
  }

  private static OutputStream failing(String message) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException(message);
      }
    };
  }
}
