package org.stowage.cli.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.testkit.RealPeers;

/** The way of a disk with a real file system through everything there is. */
class FileSystemIT {

  private static final long SIZE_BYTES = 1536L << 20;

  @TempDir private Path folder;

  @Test
  void keepsAFileSystemIntactFromRawThroughOvaAndDeploymentToRaw() throws Exception {
    Path raw = folder.resolve("disk.raw");
    try (RandomAccessFile file = new RandomAccessFile(raw.toFile(), "rw")) {
      file.setLength(SIZE_BYTES);
    }
    Path content = InstalledStowage.distribution();
    RealPeers.run(folder, "mkfs.ext4", "-q", "-F", "-d", content.toString(), raw.toString());
    InstalledStowage stowage = InstalledStowage.on(folder.resolve("home"));

    Path vmdk = folder.resolve("disk.vmdk");
    stowage.succeed(
        "image", "convert", raw.toString(), vmdk.toString(), "--format", "streamOptimized");
    SameDisk.assertSame(raw, "raw", vmdk, "vmdk");

    Path ova = TestImages.ova(folder.resolve("disk.ova"), vmdk, SIZE_BYTES);
    JsonNode deployed = stowage.json("deploy", ova.toString(), "--name", "fs");
    Path clone = Path.of(deployed.get("disk").get("path").textValue());
    SameDisk.assertSame(raw, "raw", clone, "vmdk");

    Path back = folder.resolve("back.raw");
    stowage.succeed("image", "convert", clone.toString(), back.toString(), "--format", "raw");
    SameDisk.assertSame(raw, "raw", back, "raw");
    RealPeers.run(folder, "e2fsck", "-fn", back.toString());
  }
}
