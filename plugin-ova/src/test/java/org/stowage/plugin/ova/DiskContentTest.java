package org.stowage.plugin.ova;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stowage.api.StorageException;
import org.stowage.api.disk.DiskFormat;
import org.stowage.api.disk.DiskFormats;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.ImageHead;
import org.stowage.api.disk.ImageProperties;
import org.stowage.api.disk.ImageSource;
import org.stowage.api.disk.Recognition;
import org.stowage.plugin.ova.error.OvaError;
import org.stowage.testkit.FileImageSource;
import org.stowage.testkit.FixedFormats;
import org.stowage.testkit.ova.OvaBuilder;
import org.stowage.testkit.ova.OvfText;

class DiskContentTest {

  @TempDir Path folder;

  private static byte[] ova(byte[] disk) {
    return new OvaBuilder()
        .member("vm.ovf", OvfText.oneDisk("d.vmdk", 1024, "lsilogic"))
        .member("d.vmdk", disk)
        .bytes();
  }

  @ParameterizedTest
  @CsvSource({
    "# Disk DescriptorFile, VMDK descriptor",
    "COWD, VMFS delta",
    "\u00be\u00ba\u00fe\u00ca, VMFS delta",
    "kdmv, did not finish",
    "QFI\u00fb, qcow2",
    "conectix, VHD image",
    "vhdxfile, VHDX",
    "'<<< Oracle VM VirtualBox', VDI",
    "'\u001f\u008b', gzip",
    "\u0033\u00c0, raw",
    "K, raw",
  })
  void isRefusedByNameUnlessItIsASparseVmdk(String start, String what) {
    byte[] disk = Arrays.copyOf(start.getBytes(ISO_8859_1), 2048);
    for (Access access : Access.values()) {
      String message = new OvaTester(folder, access).refusal(OvaError.DISK_CONTENT, ova(disk));
      assertTrue(message.contains(what), message);
      assertTrue(message.contains("d.vmdk"), message);
    }
  }

  @Test
  void isRefusedWhenEmpty() {
    for (Access access : Access.values()) {
      new OvaTester(folder, access).refusal(OvaError.DISK_CONTENT, ova(new byte[0]));
    }
  }

  @Test
  void mayNameNoOtherFile() throws IOException {
    Files.writeString(folder.resolve("parent.vmdk"), "a file of whoever reads the OVA");
    Path archive = Files.write(folder.resolve("child.ova"), ova(TinyDisk.bytes(1024)));
    for (Access access : Access.values()) {
      FixedFormats formats = new FixedFormats(new OvaFormat(), new LinkedDisk());
      StorageException refusal =
          assertThrows(
              StorageException.class,
              () -> formats.open(access.source(archive), ImageProperties.NONE));
      assertEquals(OvaError.DISK_NOT_ALONE, refusal.code());
      assertTrue(refusal.getMessage().contains("parent.vmdk"), refusal.getMessage());
    }
  }

  @Test
  void isKnownByTheArchiveAndItsName() throws IOException {
    Path archive = Files.write(folder.resolve("x.ova"), ova(TinyDisk.bytes(1024)));
    IdentityOnly identities = new IdentityOnly();
    for (int i = 0; i < 2; i++) {
      FileImageSource source = FileImageSource.of(archive);
      assertThrows(StorageException.class, () -> new OvaFormat().open(source, identities));
    }

    assertEquals(identities.first, identities.last);
  }

  /** A disk that says that it has a parent. */
  private static final class LinkedDisk implements DiskFormat {

    @Override
    public String id() {
      return "linked";
    }

    @Override
    public Recognition recognise(ImageHead head) {
      return new TinyDisk().recognise(head);
    }

    @Override
    public DiskImage open(ImageSource source, DiskFormats formats) throws IOException {
      return formats.open(source.resolve("parent.vmdk"), ImageProperties.NONE);
    }
  }

  /** Remembers what it was to open. */
  private static final class IdentityOnly implements DiskFormats {

    private Object first = "";
    private Object last = "";

    @Override
    public DiskImage open(ImageSource source, ImageProperties declared) throws IOException {
      first = last;
      last = source.identity();
      throw new StorageException(OvaError.DISK_CONTENT, "seen enough", "");
    }

    @Override
    public DiskImage convert(DiskImage image, String format, org.stowage.api.disk.DiskSpec spec) {
      throw new AssertionError("nothing is converted here");
    }
  }
}
