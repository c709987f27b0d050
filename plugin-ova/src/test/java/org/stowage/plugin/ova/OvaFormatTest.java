package org.stowage.plugin.ova;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.stowage.api.disk.AdapterType;
import org.stowage.api.disk.DiskFacts;
import org.stowage.api.disk.DiskImage;
import org.stowage.plugin.ova.error.OvaError;
import org.stowage.testkit.ova.OvaBuilder;
import org.stowage.testkit.ova.OvfText;
import org.stowage.testkit.ova.TarBuilder;

class OvaFormatTest {

  private static final int CAPACITY = 64 * 1024;
  private static final byte[] DISK = TinyDisk.bytes(CAPACITY);

  @TempDir Path folder;

  private static OvaBuilder ova() {
    return new OvaBuilder()
        .member("vm.ovf", OvfText.oneDisk("vm-disk1.vmdk", CAPACITY, "VirtualSCSI"))
        .manifest("vm.mf", "SHA256")
        .member("vm-disk1.vmdk", DISK);
  }

  @ParameterizedTest
  @EnumSource
  void opensToTheDiskInside(Access access) throws IOException {
    OvaTester.Outcome outcome = new OvaTester(folder, access).copy(ova().bytes());

    assertArrayEquals(TinyDisk.content(CAPACITY), outcome.content());
    // The test format is no streamOptimized VMDK, and that is all there is to say.
    assertEquals(List.of(OvaError.FORMAT_DIFFERS), outcome.codes());
  }

  @ParameterizedTest
  @EnumSource
  void passesTheStoredBytesThrough(Access access) throws IOException {
    assertArrayEquals(DISK, new OvaTester(folder, access).stored(ova().bytes()));
  }

  @ParameterizedTest
  @EnumSource
  void knowsTheExactLengthOfTheStoredBytes(Access access) throws IOException {
    OptionalLong length =
        new OvaTester(folder, access)
            .with(ova().bytes(), image -> image.stored().orElseThrow().lengthBytes());

    assertEquals(OptionalLong.of(DISK.length), length);
  }

  @ParameterizedTest
  @EnumSource
  void tellsTheFactsOfThePackage(Access access) throws IOException {
    DiskFacts facts = new OvaTester(folder, access).with(ova().bytes(), DiskImage::facts);

    assertEquals("ova", facts.container());
    assertEquals("tiny", facts.format());
    assertEquals("vm-disk1.vmdk", facts.fileName());
    assertEquals(CAPACITY, facts.capacityBytes());
    assertEquals(AdapterType.PVSCSI, facts.adapterType());
    assertEquals("sha256:" + OvaBuilder.digest("SHA256", DISK), facts.contentDigest());
  }

  @ParameterizedTest
  @EnumSource
  void takesTheDisksOwnAdapterWhereTheDescriptorKnowsNone(Access access) throws IOException {
    String text =
        OvfText.oneDisk("d.vmdk", CAPACITY, "VirtualSCSI").replace(">3</rasd:P", ">9</rasd:P");
    byte[] archive = new OvaBuilder().member("vm.ovf", text).member("d.vmdk", DISK).bytes();

    DiskFacts facts = new OvaTester(folder, access).with(archive, DiskImage::facts);

    assertEquals(AdapterType.BUSLOGIC, facts.adapterType());
  }

  @ParameterizedTest
  @EnumSource
  void takesThePopulatedSizeFromTheDescriptor(Access access) throws IOException {
    String text =
        OvfText.oneDisk("d.vmdk", CAPACITY, "lsilogic")
            .replace("ovf:capacity=", "ovf:populatedSize=\"4096\" ovf:capacity=");
    byte[] archive = new OvaBuilder().member("vm.ovf", text).member("d.vmdk", DISK).bytes();

    DiskFacts facts = new OvaTester(folder, access).with(archive, DiskImage::facts);

    assertEquals(OptionalLong.of(4096), facts.knownPopulatedBytes());
  }

  @ParameterizedTest
  @EnumSource
  void believesTheDiskWhenTheDescriptorsCapacityDiffers(Access access) throws IOException {
    byte[] archive =
        new OvaBuilder()
            .member("vm.ovf", OvfText.oneDisk("d.vmdk", 1, "lsilogic"))
            .member("d.vmdk", DISK)
            .bytes();

    DiskFacts facts = new OvaTester(folder, access).with(archive, DiskImage::facts);

    assertEquals(CAPACITY, facts.capacityBytes());
    assertTrue(
        facts.problems().stream().anyMatch(it -> it.code().equals(OvaError.CAPACITY_DIFFERS)));
  }

  @ParameterizedTest
  @EnumSource
  void warnsWhenTheMembersSizeDiffersFromTheDescriptor(Access access) throws IOException {
    String text =
        OvfText.oneDisk("d.vmdk", CAPACITY, "lsilogic")
            .replace("ovf:id=\"file1\"", "ovf:id=\"file1\" ovf:size=\"5\"");
    byte[] archive = new OvaBuilder().member("vm.ovf", text).member("d.vmdk", DISK).bytes();

    assertTrue(new OvaTester(folder, access).copy(archive).codes().contains(OvaError.SIZE_DIFFERS));
  }

  @ParameterizedTest
  @EnumSource
  void findsEverythingInASubfolder(Access access) throws IOException {
    byte[] archive =
        new TarBuilder()
            .entry("./box/", '5', new byte[0])
            .file("./box/vm.ovf", OvfText.oneDisk("d.vmdk", CAPACITY, "lsilogic"))
            .file(
                "./box/vm.mf",
                "SHA1(d.vmdk)= %s".formatted(OvaBuilder.digest("SHA1", DISK).toUpperCase()))
            .file("./box/d.vmdk", DISK)
            .bytes();

    DiskFacts facts = new OvaTester(folder, access).with(archive, DiskImage::facts);

    assertEquals("sha1:" + OvaBuilder.digest("SHA1", DISK), facts.contentDigest());
    assertArrayEquals(
        TinyDisk.content(CAPACITY), new OvaTester(folder, access).copy(archive).content());
  }

  @ParameterizedTest
  @EnumSource
  void ignoresWhatMacosAdds(Access access) throws IOException {
    byte[] archive =
        new TarBuilder()
            .file("._vm.ovf", new byte[] {0, 5, 22, 7})
            .file("vm.ovf", OvfText.oneDisk("d.vmdk", CAPACITY, "lsilogic"))
            .file("._d.vmdk", new byte[] {0, 5, 22, 7})
            .file("d.vmdk", DISK)
            .bytes();

    assertArrayEquals(
        TinyDisk.content(CAPACITY), new OvaTester(folder, access).copy(archive).content());
  }

  @ParameterizedTest
  @CsvSource({"my%20disk.vmdk,my disk.vmdk", "100%25.vmdk,100%25.vmdk", "a%2.vmdk,a%2.vmdk"})
  void findsPercentEncodedReferences(String href, String member) throws IOException {
    for (Access access : Access.values()) {
      byte[] archive =
          new OvaBuilder()
              .member("vm.ovf", OvfText.oneDisk(href, CAPACITY, "lsilogic"))
              .member(member, DISK)
              .bytes();

      assertArrayEquals(
          TinyDisk.content(CAPACITY), new OvaTester(folder, access).copy(archive).content());
    }
  }
}
