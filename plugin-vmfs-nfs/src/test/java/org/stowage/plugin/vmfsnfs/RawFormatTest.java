package org.stowage.plugin.vmfsnfs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.api.disk.ImageHead;
import org.stowage.api.disk.ImageProperties;
import org.stowage.api.disk.Recognition;
import org.stowage.api.disk.WritableFormat;
import org.stowage.testkit.disk.WritableFormatContract;

class RawFormatTest extends WritableFormatContract {

  private static final ImageProperties RAW = new ImageProperties(Map.of("disk_format", "raw"));

  @Override
  protected WritableFormat format() {
    return new RawFormat();
  }

  @Override
  protected Recognition recognition() {
    return Recognition.POSSIBLE;
  }

  @Override
  protected boolean noticesCuts() {
    return false;
  }

  @ParameterizedTest
  @CsvSource({"disk.raw, DECLARED", "DISK.IMG, DECLARED", "disk.vmdk, POSSIBLE", "'', POSSIBLE"})
  void isSurerWhenTheNameSaysSo(String name, Recognition expected) {
    assertEquals(expected, recognise(name, new byte[512], ImageProperties.NONE));
  }

  @Test
  void isSurerWhenItIsDeclared() {
    assertEquals(Recognition.DECLARED, recognise("disk", new byte[512], RAW));
  }

  @Test
  void leavesToFlatWhatIsDeclaredOfAVmwareDiskType() {
    ImageProperties thin =
        new ImageProperties(Map.of("disk_format", "raw", "vmware_disktype", "thin"));

    assertEquals(Recognition.POSSIBLE, recognise("disk.img", new byte[512], thin));
  }

  /** What a guest would be given is the container of its disk, or a file of the server. */
  @ParameterizedTest
  @ValueSource(strings = {"KDMV", "QFI\u00fb", "vhdxfile", "# Disk DescriptorFile\n", "COWD"})
  void isNeverWhatBearsAnotherFormatsMark(String magic) {
    byte[] bytes = magic.getBytes(StandardCharsets.ISO_8859_1);

    assertEquals(Recognition.NONE, recognise("disk.raw", bytes, RAW));
  }

  private Recognition recognise(String name, byte[] bytes, ImageProperties declared) {
    return format().recognise(new ImageHead(name, ByteBuffer.wrap(bytes), bytes.length, declared));
  }
}
