package org.stowage.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.cli.endtoend.InstalledStowage.Outcome;
import org.stowage.testkit.RealPeers;

/** A file system in memory, which another program fills in the middle of an import. */
class FullDiskIT {

  private static final String SCRIPT =
      """
      mount -t tmpfs -o size=400m none "$2" || exit 99
      "$1" deploy "$3" --name large &
      until [ -n "$(find "$2" -name '*.vmdk' -size +1M)" ]; do :; done
      cat /dev/zero > "$2/filler" 2> /dev/null
      wait $!
      echo status $?
      find "$2" -name '*.vmdk' -o -name 'stowage-*'
      """;

  @TempDir private Path folder;

  @Test
  void leavesNothingWhenTheDiskRunsFull() throws Exception {
    Path raw = TestImages.raw(folder.resolve("large.raw"), 384L << 20, 384);
    Path image = folder.resolve("large.vmdk");
    Path home = Files.createDirectory(folder.resolve("home"));
    InstalledStowage stowage =
        InstalledStowage.on(home).with("STOWAGE_JAVA_OPTS", "-XX:ActiveProcessorCount=1");
    stowage.succeed(
        "image", "convert", raw.toString(), image.toString(), "--format", "streamOptimized");
    Path small = Files.createDirectory(folder.resolve("small"));
    Files.writeString(
        home.resolve("stowage.toml"), "[targets.a.datastores.small]\npath = \"" + small + "\"\n");

    Outcome outcome =
        stowage
            .start(
                List.of(
                    RealPeers.require("unshare").toString(),
                    "--mount",
                    "--map-root-user",
                    "sh",
                    "-c",
                    SCRIPT,
                    "sh",
                    stowage.launcher().toString(),
                    small.toString(),
                    image.toString()))
            .outcome();

    assertEquals("status 1", outcome.out().strip(), outcome::toString);
    assertTrue(outcome.err().contains("code STW-0010 datastore-full"), outcome::toString);
  }
}
