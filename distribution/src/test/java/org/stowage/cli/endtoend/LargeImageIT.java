package org.stowage.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.cli.endtoend.InstalledStowage.Outcome;
import org.stowage.cli.endtoend.InstalledStowage.Running;
import org.stowage.testkit.RealPeers;

/** Sizes that would show any copy of an image in memory or in a temporary file. */
class LargeImageIT {

  private static final long SIZE_BYTES = 20L << 30;
  private static final int DATA_MIB = 400;
  private static final long SLACK_BYTES = 16L << 20;

  private static final long LOOK_EVERY_MILLIS = 50;

  @TempDir private Path folder;

  @Test
  void convertsAndDeploysTwentyGibibytesInASmallHeapWithoutATemporaryCopy() throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Path home = Files.createDirectory(folder.resolve("home"));
    Path raw = TestImages.raw(folder.resolve("large.raw"), SIZE_BYTES, DATA_MIB);
    Path vmdk = folder.resolve("large.vmdk");
    InstalledStowage stowage =
        InstalledStowage.on(home)
            .with("TMPDIR", temporary.toString())
            .with("STOWAGE_JAVA_OPTS", "-Xmx128m -Djava.io.tmpdir=" + temporary);

    long converting =
        mostDiskUse(
            stowage.start(
                "image", "convert", raw.toString(), vmdk.toString(), "--format", "streamOptimized"),
            List.of(temporary));
    assertTrue(converting < SLACK_BYTES, () -> converting + " bytes used at once");

    long deploying =
        mostDiskUse(
            stowage.start("deploy", vmdk.toString(), "--name", "large"), List.of(temporary, home));
    long dataBytes = (long) DATA_MIB << 20;
    assertTrue(deploying < dataBytes + SLACK_BYTES, () -> deploying + " bytes used at once");

    JsonNode shown = stowage.json("show", "large").get("disk");
    assertEquals(SIZE_BYTES, shown.get("capacityBytes").longValue());
    Path back = folder.resolve("back.raw");
    stowage.succeed(
        "image", "convert", shown.get("path").textValue(), back.toString(), "--format", "raw");
    SameDisk.assertSame(raw, "raw", back, "raw");
  }

  /** Watches folders while a run lasts, which must succeed. */
  private static long mostDiskUse(Running running, List<Path> folders) throws Exception {
    long most = 0;
    while (running.process().isAlive()) {
      long now = 0;
      for (Path each : folders) {
        now += Long.parseLong(RealPeers.run(each, "du", "-s", "-k", ".").split("\\s")[0]) << 10;
      }
      most = Math.max(most, now);
      running.process().waitFor(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }
    Outcome outcome = running.outcome();
    assertEquals(0, outcome.status(), outcome::toString);
    return most;
  }
}
