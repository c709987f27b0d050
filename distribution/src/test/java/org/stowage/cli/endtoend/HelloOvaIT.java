package org.stowage.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.testkit.RealPeers;

/** The example is what it says, in the eyes of programs that are not ours. */
class HelloOvaIT {

  private static final Path EXAMPLE =
      Path.of(System.getProperty("stowage.examples.folder"), "hello.ova");

  @TempDir private Path folder;

  @Test
  void comesOutOfItsScriptByteForByte() throws Exception {
    Path script = EXAMPLE.resolve("../../dev/make-hello-ova").normalize();

    RealPeers.run(folder, "python3", script.toString(), "again.ova");

    assertArrayEquals(Files.readAllBytes(EXAMPLE), Files.readAllBytes(folder.resolve("again.ova")));
  }

  @Test
  void holdsADescriptorAManifestAndADiskInThisOrder() throws Exception {
    assertEquals(
        "hello.ovf\nhello.mf\nhello-disk1.vmdk\n",
        RealPeers.run(folder, "tar", "-tf", EXAMPLE.toString()));
  }

  @Test
  void namesTheDigestsOfItsFiles() throws Exception {
    unpack();
    String lines =
        Files.readString(folder.resolve("hello.mf")).replaceAll("SHA256\\((.*)\\)= (.*)", "$2  $1");
    Files.writeString(folder.resolve("sums"), lines);

    assertEquals(
        "hello.ovf: OK\nhello-disk1.vmdk: OK\n", RealPeers.run(folder, "sha256sum", "-c", "sums"));
  }

  @Test
  void holdsAStreamOptimizedDiskOf16MebibytesWithoutErrors() throws Exception {
    Path disk = unpack();

    String information = RealPeers.run(folder, "qemu-img", "info", disk.toString());
    assertTrue(information.contains("create type: streamOptimized"), information);
    assertTrue(information.contains("virtual size: 16 MiB (16777216 bytes)"), information);
    String check = RealPeers.run(folder, "qemu-img", "check", "-f", "vmdk", disk.toString());
    assertEquals("No errors were found on the image.", check.strip());
  }

  @Test
  void bootsAndSaysSoOnItsSerialPort() throws Exception {
    assertEquals("STOWAGE-BOOT-OK\r\n", EmulatedPc.serialOutput(unpack(), "vmdk"));
  }

  /** Unpacks the example and returns its disk. */
  private Path unpack() throws Exception {
    RealPeers.run(folder, "tar", "-xf", EXAMPLE.toString());
    return folder.resolve("hello-disk1.vmdk");
  }
}
