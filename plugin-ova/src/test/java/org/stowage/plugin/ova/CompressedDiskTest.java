package org.stowage.plugin.ova;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.stowage.api.CommonError;
import org.stowage.api.disk.DiskImage;
import org.stowage.plugin.ova.error.OvaError;
import org.stowage.testkit.ova.OvaBuilder;
import org.stowage.testkit.ova.OvfText;

class CompressedDiskTest {

  private static final int CAPACITY = 200_000;

  @TempDir Path folder;

  private static byte[] gzip(byte[]... members) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] member : members) {
      try (OutputStream gzip = new GZIPOutputStream(out)) {
        gzip.write(member);
      }
    }
    return out.toByteArray();
  }

  private static OvaBuilder ova(byte[] member) {
    return new OvaBuilder()
        .member(
            "vm.ovf",
            OvfText.oneDisk("d.vmdk", CAPACITY, "lsilogic")
                .replace("ovf:id=\"file1\"", "ovf:id=\"file1\" ovf:compression=\"gzip\""))
        .manifest("vm.mf", "SHA256")
        .member("d.vmdk", member);
  }

  private OvaTester by(Access access) {
    return new OvaTester(folder, access);
  }

  @ParameterizedTest
  @EnumSource
  void isExpandedAsItIsRead(Access access) throws IOException {
    byte[] archive = ova(gzip(TinyDisk.bytes(CAPACITY))).bytes();

    assertArrayEquals(TinyDisk.content(CAPACITY), by(access).copy(archive).content());
  }

  @ParameterizedTest
  @EnumSource
  void mayBeOfSeveralGzipMembers(Access access) throws IOException {
    byte[] disk = TinyDisk.bytes(CAPACITY);
    byte[] archive =
        ova(gzip(Arrays.copyOf(disk, 100_000), Arrays.copyOfRange(disk, 100_000, disk.length)))
            .bytes();

    assertArrayEquals(TinyDisk.content(CAPACITY), by(access).copy(archive).content());
  }

  @ParameterizedTest
  @EnumSource
  void hasNoStoredFormAndNoDigestOfOne(Access access) throws IOException {
    byte[] archive = ova(gzip(TinyDisk.bytes(CAPACITY))).bytes();

    assertEquals(Optional.empty(), by(access).with(archive, DiskImage::stored));
    assertNull(by(access).with(archive, DiskImage::facts).contentDigest());
  }

  @ParameterizedTest
  @EnumSource
  void isCheckedAsItIsStored(Access access) throws IOException {
    byte[] member = gzip(TinyDisk.bytes(CAPACITY));
    byte[] archive = ova(member).bytes();
    // The operating system in the header of gzip means nothing to who expands it.
    for (int i = 0; i < archive.length - 10; i++) {
      if (Arrays.equals(archive, i, i + 10, member, 0, 10)) {
        archive[i + 9] ^= 1;
      }
    }

    String message = by(access).refusal(CommonError.INTEGRITY, archive);

    assertTrue(message.contains("d.vmdk"), message);
  }

  @ParameterizedTest
  @EnumSource
  void isRefusedWhenItIsNoGzip(Access access) {
    by(access).refusal(OvaError.COMPRESSED_MEMBER, ova(TinyDisk.bytes(CAPACITY)).bytes());
    by(access).refusal(OvaError.COMPRESSED_MEMBER, ova(new byte[0]).bytes());
  }

  @ParameterizedTest
  @EnumSource
  void isRefusedWhenItIsCutShort(Access access) throws IOException {
    byte[] member = gzip(TinyDisk.bytes(CAPACITY));

    by(access)
        .refusal(OvaError.COMPRESSED_MEMBER, ova(Arrays.copyOf(member, member.length / 2)).bytes());
  }

  @ParameterizedTest
  @EnumSource
  void isRefusedWhenItExpandsToMoreThanItsCapacityTakes(Access access) throws IOException {
    byte[] bomb = Arrays.copyOf(TinyDisk.bytes(1 << 23), 1 << 24);

    String message = by(access).refusal(OvaError.COMPRESSED_MEMBER, ova(gzip(bomb)).bytes());

    assertTrue(message.contains("expands"), message);
  }

  @ParameterizedTest
  @EnumSource
  void isRefusedAtOnceWhenItHoldsNoDisk(Access access) throws IOException {
    String message =
        by(access).refusal(OvaError.DISK_CONTENT, ova(gzip(new byte[1 << 24])).bytes());

    assertTrue(message.contains("KDMV"), message);
  }
}
