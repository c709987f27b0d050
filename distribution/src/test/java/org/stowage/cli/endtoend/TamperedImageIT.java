package org.stowage.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.cli.endtoend.InstalledStowage.Outcome;

class TamperedImageIT {

  @TempDir private Path home;

  @Test
  void refusesAnOvaWhoseDiskDiffersFromItsManifest() throws Exception {
    Path ova = Files.copy(InstalledStowage.helloOva(), home.resolve("tampered.ova"));
    tamper(ova);
    InstalledStowage stowage = InstalledStowage.on(home);

    Outcome verified = stowage.run("image", "verify", ova.toString());
    assertEquals(6, verified.status(), verified::toString);

    Outcome deployed = stowage.run("deploy", ova.toString(), "--name", "tampered");
    assertEquals(6, deployed.status(), deployed::toString);
    assertTrue(deployed.err().contains("\n  fix: "), deployed::toString);
    assertEquals("", deployed.out());
    assertEquals(List.of(), stowage.unfinished());
    assertEquals(0, stowage.json("list").get("instances").size());
    assertEquals(0, stowage.json("cache", "list").get("images").size());
  }

  /** Changes one digit of the disk's descriptor, which changes nothing but its digest. */
  private static void tamper(Path ova) throws Exception {
    byte[] bytes = Files.readAllBytes(ova);
    String text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
    int cid = text.indexOf("\nCID=") + "\nCID=".length();
    assertTrue(cid > 5, "the example's disk is to have a descriptor");
    try (RandomAccessFile file = new RandomAccessFile(ova.toFile(), "rw")) {
      file.seek(cid);
      file.write(bytes[cid] == '1' ? '2' : '1');
    }
  }
}
