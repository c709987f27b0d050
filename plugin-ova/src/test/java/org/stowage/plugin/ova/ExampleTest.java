package org.stowage.plugin.ova;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.stowage.api.disk.AdapterType;
import org.stowage.api.disk.DiskFacts;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.ImageProperties;
import org.stowage.testkit.FileImageSource;
import org.stowage.testkit.FixedFormats;
import org.stowage.testkit.TestTransfer;
import org.stowage.testkit.ova.OvaBuilder;

/** The appliance in the examples folder. */
class ExampleTest {

  private static final Path EXAMPLE = Path.of("../examples/hello.ova");

  private static DiskImage open(FileImageSource source) throws IOException {
    return new FixedFormats(new OvaFormat(), new RealDisk()).open(source, ImageProperties.NONE);
  }

  @ParameterizedTest
  @EnumSource
  void opensWithoutProblems(Access access) throws IOException {
    FileImageSource source = access.source(EXAMPLE);
    try (DiskImage image = open(source)) {
      DiskFacts facts = image.facts();
      assertEquals("ova", facts.container());
      assertEquals("streamOptimized", facts.format());
      assertEquals("streamOptimized", facts.createType());
      assertEquals("hello-disk1.vmdk", facts.fileName());
      assertEquals(16 << 20, facts.capacityBytes());
      assertEquals(65536, facts.populatedBytes());
      assertEquals(AdapterType.LSILOGIC, facts.adapterType());
      assertTrue(facts.contentDigest().startsWith("sha256:"), facts.contentDigest());
      assertEquals(List.of(), facts.problems());
    }
    assertEquals(0, source.openHandles());
  }

  @ParameterizedTest
  @EnumSource
  void holdsADiskThatBoots(Access access) throws IOException {
    try (DiskImage image = open(access.source(EXAMPLE))) {
      byte[] disk = OvaTester.copied(image).content();

      assertEquals(0x55, disk[510]);
      assertEquals((byte) 0xAA, disk[511]);
      assertTrue(new String(disk, 0, 512, StandardCharsets.ISO_8859_1).contains("STOWAGE-BOOT-OK"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void passesTheDiskThroughAsPromised(Access access) throws IOException {
    try (DiskImage image = open(access.source(EXAMPLE))) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      image.stored().orElseThrow().writeTo(out, new TestTransfer(2));

      assertEquals(
          "sha256:" + OvaBuilder.digest("SHA256", out.toByteArray()),
          image.facts().contentDigest());
    }
  }
}
