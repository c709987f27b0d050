package org.stowage.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

class RealPeersTest {
  @TempDir Path folder;

  @Test
  void findsTheFirstExecutableFileOnThePath() throws IOException {
    Path first = Files.createDirectories(folder.resolve("first"));
    Path second = Files.createDirectories(folder.resolve("second"));
    Files.createFile(first.resolve("peer"));
    Path program = Files.createFile(second.resolve("peer"));
    assertTrue(program.toFile().setExecutable(true));

    assertEquals(program, RealPeers.require("peer", first + ":" + second, true));
  }

  @Test
  void abortsWhenAPeerIsMissing() {
    assertThrows(
        TestAbortedException.class, () -> RealPeers.require("peer", folder.toString(), false));
  }

  @Test
  void failsWhenARequiredPeerIsMissing() {
    AssertionError failure =
        assertThrows(
            AssertionError.class, () -> RealPeers.require("peer", folder.toString(), true));
    assertTrue(failure.getMessage().contains("peer"), failure.getMessage());
  }

  @Test
  void runsAPeerInItsFolder() throws Exception {
    assertEquals(folder.toRealPath() + "\n", RealPeers.run(folder, "pwd", "-P"));
  }

  @Test
  void failsWhenAPeerFails() {
    AssertionError failure =
        assertThrows(
            AssertionError.class,
            () -> RealPeers.run(folder, "sh", "-c", "echo out; echo err >&2; exit 3"));
    assertTrue(failure.getMessage().endsWith("failed with status 3: out\nerr\n"));
  }
}
