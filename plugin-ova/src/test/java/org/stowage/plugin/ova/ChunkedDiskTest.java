package org.stowage.plugin.ova;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.stowage.api.CommonError;
import org.stowage.api.disk.DiskImage;
import org.stowage.plugin.ova.error.OvaError;
import org.stowage.testkit.ova.OvaBuilder;
import org.stowage.testkit.ova.OvfText;

class ChunkedDiskTest {

  private static final int CAPACITY = 10_000;
  private static final byte[] DISK = TinyDisk.bytes(CAPACITY);
  private static final int CHUNK = 4096;

  @TempDir Path folder;

  private static OvaBuilder described(String size) {
    String attributes = "ovf:id=\"file1\" ovf:chunkSize=\"%d\" %s".formatted(CHUNK, size);
    return new OvaBuilder()
        .member(
            "vm.ovf",
            OvfText.oneDisk("d.vmdk", CAPACITY, "lsilogic")
                .replace("ovf:id=\"file1\"", attributes));
  }

  private static OvaBuilder described() {
    return described("ovf:size=\"%d\"".formatted(DISK.length));
  }

  private static byte[] chunk(int number) {
    return Arrays.copyOfRange(DISK, number * CHUNK, Math.min(DISK.length, (number + 1) * CHUNK));
  }

  private static String name(int number) {
    return "d.vmdk.%09d".formatted(number);
  }

  private static OvaBuilder whole(OvaBuilder ova) {
    return ova.member(name(0), chunk(0)).member(name(1), chunk(1)).member(name(2), chunk(2));
  }

  private OvaTester by(Access access) {
    return new OvaTester(folder, access);
  }

  @ParameterizedTest
  @EnumSource
  void isPutTogether(Access access) throws IOException {
    for (OvaBuilder ova : new OvaBuilder[] {described(), described("")}) {
      byte[] archive = whole(ova.manifest("vm.mf", "SHA256")).bytes();

      assertArrayEquals(TinyDisk.content(CAPACITY), by(access).copy(archive).content());
      assertArrayEquals(DISK, by(access).stored(archive));
      assertNull(by(access).with(archive, DiskImage::facts).contentDigest());
    }
  }

  @ParameterizedTest
  @EnumSource
  void mayHaveOtherMembersBetweenItsChunks(Access access) throws IOException {
    byte[] archive =
        described()
            .member(name(0), chunk(0))
            .member("readme", "read me")
            .member(name(1), chunk(1))
            .member(name(2), chunk(2))
            .manifest("vm.mf", "SHA1")
            .bytes();

    assertArrayEquals(TinyDisk.content(CAPACITY), by(access).copy(archive).content());
  }

  @Test
  void mayHaveItsChunksInAnyOrderInAFile() throws IOException {
    byte[] archive =
        described()
            .member(name(2), chunk(2))
            .member(name(0), chunk(0))
            .member(name(1), chunk(1))
            .bytes();

    assertArrayEquals(TinyDisk.content(CAPACITY), by(Access.FILE).copy(archive).content());
    by(Access.STREAM).refusal(OvaError.CHUNKS, archive);
  }

  @ParameterizedTest
  @EnumSource
  void hasEveryChunkChecked(Access access) {
    OvaBuilder ova = described();
    String promise = "SHA1(%s)= %s\n".formatted(name(1), OvaBuilder.digest("SHA1", chunk(0)));

    String message =
        by(access).refusal(CommonError.INTEGRITY, whole(ova.member("vm.mf", promise)).bytes());

    assertTrue(message.contains(name(1)), message);
  }

  @ParameterizedTest
  @EnumSource
  void isRefusedWhenAChunkIsMissing(Access access) {
    byte[] gap = described().member(name(0), chunk(0)).member(name(2), chunk(2)).bytes();
    byte[] end = described().member(name(0), chunk(0)).member(name(1), chunk(1)).bytes();
    byte[] start = described().member(name(1), chunk(1)).member(name(2), chunk(2)).bytes();

    assertTrue(by(access).refusal(OvaError.CHUNKS, gap).contains(name(1)));
    by(access).refusal(OvaError.CHUNKS, end);
    by(access).refusal(OvaError.MEMBER_MISSING, start);
  }

  @ParameterizedTest
  @EnumSource
  void isRefusedWhenAChunkIsShortLongOrEmpty(Access access) {
    byte[] shortened = Arrays.copyOf(chunk(1), CHUNK - 1);
    byte[] lengthened = Arrays.copyOf(chunk(1), CHUNK + 1);

    for (byte[] second : new byte[][] {shortened, lengthened, new byte[0]}) {
      byte[] archive =
          described("")
              .member(name(0), chunk(0))
              .member(name(1), second)
              .member(name(2), chunk(2))
              .bytes();

      by(access).refusal(OvaError.CHUNKS, archive);
    }
  }

  @ParameterizedTest
  @EnumSource
  void isRefusedWhenAChunkIsThereTwice(Access access) {
    byte[] archive = whole(described()).member(name(1), chunk(1)).bytes();

    by(access).refusal(OvaError.DUPLICATE_MEMBER, archive);
  }

  @Test
  void isRefusedWhenTheDescriptorKnowsOfNoChunks() {
    byte[] archive =
        whole(new OvaBuilder().member("vm.ovf", OvfText.oneDisk("d.vmdk", CAPACITY, "lsilogic")))
            .bytes();

    by(Access.FILE).refusal(OvaError.CHUNKS, archive);
    // A stream does not know what will follow: there, the disk itself is found to be cut short.
    by(Access.STREAM).refusal(CommonError.MALFORMED, archive);
  }
}
