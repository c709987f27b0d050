package org.stowage.plugin.vmfsnfs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.ImageHead;
import org.stowage.api.disk.ImageProperties;
import org.stowage.api.disk.Recognition;
import org.stowage.api.disk.WritableFormat;
import org.stowage.testkit.FileImageSource;
import org.stowage.testkit.FixedFormats;
import org.stowage.testkit.RecordingDiskSink;
import org.stowage.testkit.TestTransfer;
import org.stowage.testkit.disk.WritableFormatContract;

class FlatFormatTest extends WritableFormatContract {

  @TempDir Path images;

  @Override
  protected WritableFormat format() {
    return new FlatFormat();
  }

  @Override
  protected boolean writesOneFile() {
    return false;
  }

  @ParameterizedTest
  @ValueSource(strings = {"preallocated", "thin", "thick", "eagerZeroedThick"})
  void takesDataWithoutADescriptorByItsDeclaredType(String diskType) {
    ImageProperties declared = new ImageProperties(Map.of("vmware_disktype", diskType));

    assertEquals(Recognition.DECLARED, recognise("image", new byte[512], declared));
  }

  @ParameterizedTest
  @CsvSource({"disk-flat.vmdk, DECLARED", "disk.vmdk, NONE", "disk.img, NONE", "'', NONE"})
  void takesDataWithoutADescriptorByItsName(String name, Recognition expected) {
    assertEquals(expected, recognise(name, new byte[512], ImageProperties.NONE));
  }

  @Test
  void leavesToRawWhatIsDeclaredRaw() {
    ImageProperties raw = new ImageProperties(Map.of("disk_format", "raw"));

    assertEquals(Recognition.NONE, recognise("disk-flat.vmdk", new byte[512], raw));
  }

  @Test
  void isNotMisledByWhatIsDeclaredOfOtherFormats() {
    ImageProperties declared = new ImageProperties(Map.of("vmware_disktype", "preallocated"));
    byte[] qcow = {'Q', 'F', 'I', (byte) 0xfb, 0, 0, 0, 2};

    assertEquals(Recognition.NONE, recognise("disk-flat.vmdk", qcow, declared));
  }

  @Test
  void readsDataWithoutADescriptor() throws IOException {
    byte[] content = new byte[4096];
    content[7] = 7;
    Path file = Files.write(images.resolve("disk-flat.vmdk"), content);

    try (DiskImage image = format().open(FileImageSource.of(file), new FixedFormats(format()));
        RecordingDiskSink sink = new RecordingDiskSink(content.length)) {
      assertEquals("flat", image.facts().format());
      image.copyTo(sink, new TestTransfer(1));
      assertArrayEquals(content, sink.content());
    }
  }

  private Recognition recognise(String name, byte[] bytes, ImageProperties declared) {
    return format().recognise(new ImageHead(name, ByteBuffer.wrap(bytes), bytes.length, declared));
  }
}
