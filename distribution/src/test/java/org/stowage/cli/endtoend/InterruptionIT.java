package org.stowage.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.cli.endtoend.InstalledStowage.Outcome;
import org.stowage.cli.endtoend.InstalledStowage.Running;

/**
 * Runs that are ended while they wait for the second half of their image, with the first half
 * written.
 */
class InterruptionIT {

  private static final long SIZE_BYTES = 1L << 30;
  private static final int DATA_MIB = 64;

  @TempDir private static Path images;
  private static Path raw;
  private static Path image;

  @TempDir private Path home;
  @TempDir private Path folder;
  private InstalledStowage stowage;

  @BeforeAll
  static void makeImage() throws Exception {
    raw = TestImages.raw(images.resolve("large.raw"), SIZE_BYTES, DATA_MIB);
    image = images.resolve("large.vmdk");
    InstalledStowage.on(images)
        .succeed(
            "image",
            "convert",
            raw.toString(),
            image.toString(),
            "--format",
            "streamOptimized",
            "--level",
            "1");
  }

  @BeforeEach
  void install() {
    stowage = InstalledStowage.on(home);
  }

  @Test
  void leavesNothingAfterCtrlC() throws Exception {
    Outcome outcome = endHalfwayThroughImport("INT");

    assertEquals(130, outcome.status(), outcome::toString);
    assertTrue(outcome.err().contains("what was half-done has been removed"), outcome::toString);
    assertTrue(outcome.err().contains("code STW-0018 interrupted"), outcome::toString);
    assertEquals("", outcome.out());
    assertNothingIsLeft();
  }

  @Test
  void leavesNothingAfterTermination() throws Exception {
    Outcome outcome = endHalfwayThroughImport("TERM");

    assertEquals(143, outcome.status(), outcome::toString);
    assertTrue(outcome.err().contains("what was half-done has been removed"), outcome::toString);
    assertNothingIsLeft();
  }

  @Test
  void cleansUpAfterARunThatWasKilled() throws Exception {
    Outcome outcome = endHalfwayThroughImport("KILL");

    assertEquals(137, outcome.status(), outcome::toString);
    assertTrue(bytesBelow(stowage.datastore()) > 0, "the killed run was to leave something");
    assertEquals(0, stowage.json("list").get("instances").size());

    JsonNode again = stowage.json("deploy", image.toString(), "--name", "large");

    assertFalse(again.get("cacheHit").booleanValue(), again::toString);
    assertEquals(List.of(), stowage.unfinished());
    SameDisk.assertSame(raw, "raw", Path.of(again.get("disk").get("path").textValue()), "vmdk");
  }

  @Test
  void removesAHalfConvertedImageAfterCtrlC() throws Exception {
    Path destination = folder.resolve("large.raw");
    Running running =
        stowage.start("image", "convert", "-", destination.toString(), "--format", "raw");

    Outcome outcome = endHalfway(running, folder, "INT");

    assertEquals(130, outcome.status(), outcome::toString);
    assertEquals(List.of("/"), FileTree.of(folder));
  }

  private Outcome endHalfwayThroughImport(String signal) throws Exception {
    Running running = stowage.start("deploy", "-", "--name", "large", "--image-id", "large");
    return endHalfway(running, stowage.datastore(), signal);
  }

  private static Outcome endHalfway(Running running, Path destination, String signal)
      throws Exception {
    byte[] bytes = Files.readAllBytes(image);
    try (OutputStream input = running.process().getOutputStream()) {
      input.write(bytes, 0, bytes.length / 2);
      input.flush();
      while (running.process().isAlive() && bytesBelow(destination) == 0) {
        LockSupport.parkNanos(1_000_000);
      }
      running.signal(signal);
      return running.outcome();
    }
  }

  private void assertNothingIsLeft() throws Exception {
    assertEquals(List.of(), stowage.unfinished());
    assertEquals(0, stowage.json("list").get("instances").size());
    assertEquals(0, stowage.json("cache", "list").get("images").size());
  }

  /** How much the files below a folder take, which may be changing. */
  private static long bytesBelow(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    } catch (UncheckedIOException e) {
      return 0;
    }
  }
}
