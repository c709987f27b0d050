package org.stowage.plugin.ova;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stowage.testkit.RealPeers;
import org.stowage.testkit.ova.OvfText;

/** Archives as GNU tar makes them, in each of its formats. */
class TarPeerIT {

  private static final int CAPACITY = 100_000;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"v7,1", "oldgnu,9", "gnu,9", "ustar,4", "posix,9"})
  void areRead(String format, int foldersDeep) throws IOException, InterruptedException {
    Path tar = RealPeers.require("tar");
    String inside = "a-folder-of-this-appliance/".repeat(foldersDeep);
    Path content = Files.createDirectories(folder.resolve("content").resolve(inside));
    Files.writeString(content.resolve("vm.ovf"), OvfText.oneDisk("d.vmdk", CAPACITY, "lsilogic"));
    Files.write(content.resolve("d.vmdk"), TinyDisk.bytes(CAPACITY));
    Path archive = folder.resolve("peer.ova");

    Process process =
        new ProcessBuilder(
                tar.toString(),
                "-c",
                "--format=" + format,
                "-f",
                archive.toString(),
                "-C",
                folder.resolve("content").toString(),
                "./" + inside + "vm.ovf",
                "./" + inside + "d.vmdk")
            .inheritIO()
            .start();
    assertEquals(0, process.waitFor());

    for (Access access : Access.values()) {
      assertArrayEquals(
          TinyDisk.content(CAPACITY),
          new OvaTester(folder, access).with(archive, OvaTester::copied).content());
    }
  }
}
