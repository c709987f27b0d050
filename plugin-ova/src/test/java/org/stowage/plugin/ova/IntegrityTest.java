package org.stowage.plugin.ova;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.disk.DiskImage;
import org.stowage.plugin.ova.error.OvaError;
import org.stowage.testkit.ova.OvaBuilder;
import org.stowage.testkit.ova.OvfText;

class IntegrityTest {

  private static final int CAPACITY = 100_000;
  private static final byte[] DISK = TinyDisk.bytes(CAPACITY);
  private static final String OVF = OvfText.oneDisk("d.vmdk", CAPACITY, "lsilogic");
  private static final String ISO = "an installation medium, perhaps";

  @TempDir Path folder;

  private OvaTester by(Access access) {
    return new OvaTester(folder, access);
  }

  private static byte[] manifestSecond(String algorithm) {
    return new OvaBuilder()
        .member("vm.ovf", OVF)
        .manifest("vm.mf", algorithm)
        .member("d.vmdk", DISK)
        .member("x.iso", ISO)
        .bytes();
  }

  private static byte[] manifestLast(String algorithm) {
    return new OvaBuilder()
        .member("vm.ovf", OVF)
        .member("d.vmdk", DISK)
        .member("x.iso", ISO)
        .manifest("vm.mf", algorithm)
        .bytes();
  }

  /** Changes one byte of the archive, at the first place of some bytes. */
  private static byte[] damaged(byte[] archive, byte[] at) {
    byte[] damaged = archive.clone();
    for (int i = 0; i <= damaged.length - at.length; i++) {
      if (Arrays.equals(damaged, i, i + at.length, at, 0, at.length)) {
        damaged[i + at.length - 1] ^= 1;
        return damaged;
      }
    }
    throw new AssertionError("nothing to damage");
  }

  private static byte[] endOfDisk() {
    return Arrays.copyOfRange(DISK, DISK.length - 100, DISK.length);
  }

  @ParameterizedTest
  @CsvSource({
    "FILE,SHA1",
    "FILE,SHA256",
    "FILE,SHA512",
    "STREAM,SHA1",
    "STREAM,SHA256",
    "STREAM,SHA512"
  })
  void isChecked(Access access, String algorithm) throws IOException {
    for (byte[] archive : new byte[][] {manifestSecond(algorithm), manifestLast(algorithm)}) {
      assertArrayEquals(TinyDisk.content(CAPACITY), by(access).copy(archive).content());
      assertArrayEquals(DISK, by(access).stored(archive));

      byte[] damaged = damaged(archive, endOfDisk());
      by(access).refusal(CommonError.INTEGRITY, damaged);
      StorageException refusal =
          assertThrows(StorageException.class, () -> by(access).stored(damaged));
      assertEquals(CommonError.INTEGRITY, refusal.code());
    }
  }

  @ParameterizedTest
  @EnumSource
  void namesFileExpectedAndObserved(Access access) {
    byte[] other = DISK.clone();
    other[DISK.length - 1] ^= 1;

    String message =
        by(access).refusal(CommonError.INTEGRITY, damaged(manifestLast("SHA256"), endOfDisk()));

    assertTrue(message.contains("d.vmdk"), message);
    assertTrue(message.contains(OvaBuilder.digest("SHA256", DISK)), message);
    assertTrue(message.contains(OvaBuilder.digest("SHA256", other)), message);
  }

  @ParameterizedTest
  @EnumSource
  void ofTheDescriptorIsCheckedBeforeAnythingIsTold(Access access) {
    byte[] archive = damaged(manifestSecond("SHA256"), "A machine".getBytes());

    StorageException refusal =
        assertThrows(StorageException.class, () -> by(access).with(archive, DiskImage::facts));

    assertEquals(CommonError.INTEGRITY, refusal.code());
    assertTrue(refusal.getMessage().contains("vm.ovf"), refusal.getMessage());
  }

  @Test
  void ofTheDescriptorIsCheckedWhenTheManifestComesLastInAStream() {
    byte[] archive = damaged(manifestLast("SHA256"), "A machine".getBytes());

    String message = by(Access.STREAM).refusal(CommonError.INTEGRITY, archive);

    assertTrue(message.contains("vm.ovf"), message);
  }

  @ParameterizedTest
  @EnumSource
  void ofEveryMemberIsCheckedByACopy(Access access) {
    String message =
        by(access).refusal(CommonError.INTEGRITY, damaged(manifestSecond("SHA1"), ISO.getBytes()));

    assertTrue(message.contains("x.iso"), message);
  }

  @Test
  void ofMembersThatAreSkippedIsNotCheckedByPassingTheDiskThrough() throws IOException {
    byte[] archive = damaged(manifestSecond("SHA1"), ISO.getBytes());

    assertArrayEquals(DISK, by(Access.FILE).stored(archive));
    assertThrows(StorageException.class, () -> by(Access.STREAM).stored(archive));
  }

  @Test
  void cannotBeCheckedWithoutAManifest() throws IOException {
    byte[] archive = new OvaBuilder().member("vm.ovf", OVF).member("d.vmdk", DISK).bytes();

    assertTrue(by(Access.FILE).copy(archive).codes().contains(OvaError.NO_MANIFEST));
    assertTrue(by(Access.STREAM).copy(archive).codes().contains(OvaError.NO_MANIFEST));
    assertNull(by(Access.FILE).with(archive, DiskImage::facts).contentDigest());
  }

  @ParameterizedTest
  @EnumSource
  void isNotPromisedForMembersThatAreNotListed(Access access) throws IOException {
    byte[] archive =
        new OvaBuilder()
            .member("vm.ovf", OVF)
            .member("vm.mf", "SHA1(vm.ovf)= " + OvaBuilder.digest("SHA1", OVF.getBytes()))
            .member("d.vmdk", DISK)
            .bytes();

    assertTrue(by(access).copy(archive).codes().contains(OvaError.UNLISTED));
    assertNull(by(access).with(archive, DiskImage::facts).contentDigest());
  }

  @Test
  void isPromisedInVainForMembersThatAreAbsent() throws IOException {
    byte[] archive =
        new OvaBuilder()
            .member("vm.ovf", OVF)
            .member("vm.mf", "SHA1(gone.iso)= " + "0".repeat(40))
            .member("d.vmdk", DISK)
            .bytes();

    assertTrue(by(Access.FILE).copy(archive).codes().contains(OvaError.LISTED_ABSENT));
  }

  @ParameterizedTest
  @EnumSource
  void isLookedUpByNameInTheArchiveOnly(Access access) throws IOException {
    byte[] archive =
        new OvaBuilder()
            .member("vm.ovf", OVF)
            .member("vm.mf", "SHA1(../../../../etc/passwd)= " + "0".repeat(40))
            .member("d.vmdk", DISK)
            .bytes();

    assertArrayEquals(DISK, by(access).stored(archive));
  }

  @ParameterizedTest
  @EnumSource
  void mayBePromisedBySeveralManifests(Access access) throws IOException {
    OvaBuilder ova =
        new OvaBuilder()
            .member("vm.ovf", OVF)
            .member("vm.mf", "SHA1(vm.ovf)= " + OvaBuilder.digest("SHA1", OVF.getBytes()))
            .member("d.vmdk", DISK)
            .member("d.mf", "SHA256(d.vmdk)= " + OvaBuilder.digest("SHA256", DISK));

    assertArrayEquals(TinyDisk.content(CAPACITY), by(access).copy(ova.bytes()).content());
    by(access).refusal(CommonError.INTEGRITY, damaged(ova.bytes(), endOfDisk()));
  }

  @ParameterizedTest
  @EnumSource
  void ofAWholeArchiveIsSeenAtItsEnd(Access access) {
    byte[] archive = manifestSecond("SHA256");

    by(access).refusal(OvaError.TRUNCATED, Arrays.copyOf(archive, DISK.length));
  }

  @Test
  void ofAnArchiveCutAfterTheDiskIsSeenInAStream() {
    byte[] archive = manifestLast("SHA256");

    by(Access.STREAM).refusal(OvaError.TRUNCATED, Arrays.copyOf(archive, DISK.length + 3200));
  }

  @ParameterizedTest
  @EnumSource
  void isAWarningWhenTheEndIsMissing(Access access) throws IOException {
    byte[] archive = new OvaBuilder().member("vm.ovf", OVF).member("d.vmdk", DISK).tar().unended();

    boolean warned = by(access).copy(archive).codes().contains(OvaError.NO_END_MARKER);

    // A stream has told its facts long before its end.
    assertEquals(access == Access.FILE, warned);
  }

  @ParameterizedTest
  @EnumSource
  void needsNoManifestThatIsUnderstood(Access access) throws IOException {
    byte[] archive =
        new OvaBuilder()
            .member("vm.ovf", OVF)
            .member("vm.mf", OvaBuilder.digest("SHA1", DISK) + "  d.vmdk")
            .member("d.vmdk", DISK)
            .bytes();

    OvaTester.Outcome outcome = by(access).copy(archive);

    assertTrue(outcome.codes().contains(OvaError.UNLISTED));
    assertFalse(outcome.codes().contains(OvaError.NO_MANIFEST));
  }
}
