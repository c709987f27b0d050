package org.stowage.plugin.ova;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.plugin.ova.error.OvaError;
import org.stowage.testkit.ova.OvaBuilder;
import org.stowage.testkit.ova.OvfText;
import org.stowage.testkit.ova.TarBuilder;

class MembersTest {

  private static final int CAPACITY = 1024;
  private static final byte[] DISK = TinyDisk.bytes(CAPACITY);
  private static final String OVF = OvfText.oneDisk("d.vmdk", CAPACITY, "lsilogic");

  @TempDir Path folder;

  private OvaTester by(Access access) {
    return new OvaTester(folder, access);
  }

  private void assertOpens(Access access, TarBuilder tar) throws IOException {
    assertArrayEquals(TinyDisk.content(CAPACITY), by(access).copy(tar.bytes()).content());
  }

  @Test
  void mayComeInAnyOrderInAFile() throws IOException {
    byte[] archive =
        new OvaBuilder()
            .manifest("vm.mf", "SHA1")
            .member("d.vmdk", DISK)
            .member("README", "read me")
            .member("vm.ovf", OVF)
            .bytes();

    OvaTester.Outcome outcome = by(Access.FILE).copy(archive);

    assertArrayEquals(TinyDisk.content(CAPACITY), outcome.content());
    assertTrue(outcome.codes().contains(OvaError.MEMBER_ORDER));
  }

  @ParameterizedTest
  @ValueSource(strings = {"d.vmdk", "d.img"})
  void areRefusedInAStreamWhenTheDiskComesFirst(String name) {
    byte[] archive =
        new OvaBuilder().member(name, DISK).member("vm.ovf", OVF.replace("d.vmdk", name)).bytes();

    String message = by(Access.STREAM).refusal(OvaError.MEMBER_ORDER, archive);

    assertTrue(message.contains(name), message);
    assertTrue(message.contains("stream"), message);
  }

  @ParameterizedTest
  @EnumSource
  void mayBeOthersThanThoseNeeded(Access access) throws IOException {
    assertOpens(
        access,
        new TarBuilder()
            .file("README", "read me")
            .file("vm.ovf", OVF)
            .file("x.nvram", new byte[2000])
            .file("../../evil", "never written anywhere")
            .file("/etc/passwd", "never written anywhere")
            .file("d.vmdk", DISK)
            .file("z.iso", new byte[3000]));
  }

  @ParameterizedTest
  @EnumSource
  void mayLackTheDisk(Access access) {
    byte[] archive = new OvaBuilder().member("vm.ovf", OVF).member("e.vmdk", DISK).bytes();

    assertTrue(by(access).refusal(OvaError.MEMBER_MISSING, archive).contains("d.vmdk"));
  }

  @ParameterizedTest
  @EnumSource
  void areComparedLiterally(Access access) {
    byte[] archive =
        new OvaBuilder()
            .member("vm.ovf", OvfText.oneDisk("*.vmdk", CAPACITY, "lsilogic"))
            .member("d.vmdk", DISK)
            .bytes();

    by(access).refusal(OvaError.MEMBER_MISSING, archive);
  }

  @ParameterizedTest
  @EnumSource
  void mayLackADescriptor(Access access) {
    by(access).refusal(OvaError.NO_DESCRIPTOR, new OvaBuilder().member("a.txt", "a").bytes());
  }

  @ParameterizedTest
  @EnumSource
  void haveOneDescriptor(Access access) {
    byte[] archive =
        new OvaBuilder()
            .member("vm.ovf", OVF)
            .member("d.vmdk", DISK)
            .member("VM2.OVF", OVF)
            .bytes();

    by(access).refusal(OvaError.SEVERAL_DESCRIPTORS, archive);
  }

  @ParameterizedTest
  @EnumSource
  void areRefusedWhenDouble(Access access) {
    byte[] archive =
        new TarBuilder()
            .file("vm.ovf", OVF)
            .file("d.vmdk", DISK)
            .file("./d.vmdk", new byte[0])
            .bytes();

    by(access).refusal(OvaError.DUPLICATE_MEMBER, archive);
  }

  @ParameterizedTest
  @EnumSource
  void areRefusedAfterALinkOrDevice(Access access) {
    for (char type : "12346".toCharArray()) {
      byte[] archive =
          new TarBuilder().file("vm.ovf", OVF).special("odd", type).file("d.vmdk", DISK).bytes();

      assertTrue(by(access).refusal(OvaError.MEMBER_TYPE, archive).contains("odd"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void areNotLinks(Access access) {
    byte[] archive = new TarBuilder().file("vm.ovf", OVF).special("d.vmdk", '2').bytes();

    by(access).refusal(OvaError.MEMBER_MISSING, archive);
  }

  @ParameterizedTest
  @EnumSource
  void mayBeFollowedByALink(Access access) throws IOException {
    assertOpens(
        access, new TarBuilder().file("vm.ovf", OVF).file("d.vmdk", DISK).special("link", '2'));
  }

  @ParameterizedTest
  @EnumSource
  void areRefusedWhenTheManifestFollowsALink(Access access) {
    byte[] archive =
        new TarBuilder()
            .file("vm.ovf", OVF)
            .file("d.vmdk", DISK)
            .special("link", '2')
            .file("vm.mf", "")
            .bytes();

    by(access).refusal(OvaError.MEMBER_TYPE, archive);
  }

  @ParameterizedTest
  @EnumSource
  void areNotReadIntoMemoryWhenTooLarge(Access access) {
    byte[] archive =
        new TarBuilder().file("vm.ovf", new byte[(8 << 20) + 1]).file("d.vmdk", DISK).bytes();

    by(access).refusal(OvaError.TEXT_TOO_LARGE, archive);
  }

  @ParameterizedTest
  @EnumSource
  void mayHaveTheSuffixOfAFirstChunk(Access access) throws IOException {
    assertOpens(access, new TarBuilder().file("vm.ovf", OVF).file("d.vmdk.000000000", DISK));
  }

  @ParameterizedTest
  @EnumSource
  void areNamedWithoutControlCharactersInMessages(Access access) {
    byte[] archive =
        new TarBuilder()
            .file("vm.ovf", OVF)
            .special("a\u001b[2J\nb", '2')
            .file("d.vmdk", DISK)
            .bytes();

    String message = by(access).refusal(OvaError.MEMBER_TYPE, archive);

    assertEquals(-1, message.chars().filter(Character::isISOControl).findFirst().orElse(-1));
  }
}
