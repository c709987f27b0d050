package org.stowage.plugin.ova;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stowage.api.ErrorCode;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.ImageProperties;
import org.stowage.api.disk.Problem;
import org.stowage.plugin.ova.error.OvaError;
import org.stowage.testkit.FixedFormats;
import org.stowage.testkit.RealPeers;
import org.stowage.testkit.ova.OvaBuilder;
import org.stowage.testkit.ova.OvfText;

/** Disks that qemu-img made, inside an OVA. */
class QemuDiskIT {

  @TempDir Path folder;

  private Path disk(byte[] content, String subformat) throws IOException, InterruptedException {
    Path raw = Files.write(folder.resolve("disk.raw"), content);
    Path vmdk = folder.resolve("disk.vmdk");
    Process process =
        new ProcessBuilder(
                RealPeers.require("qemu-img").toString(),
                "convert",
                "-f",
                "raw",
                "-O",
                "vmdk",
                "-o",
                "subformat=" + subformat,
                raw.toString(),
                vmdk.toString())
            .inheritIO()
            .start();
    assertEquals(0, process.waitFor());
    return vmdk;
  }

  @ParameterizedTest
  @CsvSource({"streamOptimized,FILE", "streamOptimized,STREAM", "monolithicSparse,FILE"})
  void areReadAsTheyWere(String subformat, Access access) throws Exception {
    byte[] content = Arrays.copyOf(TinyDisk.content(3 << 20), 8 << 20);
    Path archive =
        new OvaBuilder()
            .member("vm.ovf", OvfText.oneDisk("d.vmdk", content.length, "lsilogic"))
            .manifest("vm.mf", "SHA256")
            .member("d.vmdk", Files.readAllBytes(disk(content, subformat)))
            .writeTo(folder.resolve("vm.ova"));

    FixedFormats formats = new FixedFormats(new OvaFormat(), new RealDisk());
    try (DiskImage image = formats.open(access.source(archive), ImageProperties.NONE)) {
      assertArrayEquals(content, OvaTester.copied(image).content());
      List<ErrorCode> problems = image.facts().problems().stream().map(Problem::code).toList();
      assertEquals(
          subformat.equals("monolithicSparse"), problems.contains(OvaError.FORMAT_DIFFERS));
    }
  }
}
