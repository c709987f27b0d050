package org.stowage.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import org.stowage.testkit.RealPeers;

/** Compares disks as the guest would see them, with a program that is not ours. */
final class SameDisk {

  private SameDisk() {}

  /** Asserts that two images hold the same disk; formats go by qemu's names. */
  static void assertSame(Path one, String oneFormat, Path other, String otherFormat)
      throws IOException, InterruptedException {
    String output =
        RealPeers.run(
            one.getParent(),
            "qemu-img",
            "compare",
            "-f",
            oneFormat,
            "-F",
            otherFormat,
            one.toString(),
            other.toString());
    assertEquals("Images are identical.", output.strip());
  }
}
