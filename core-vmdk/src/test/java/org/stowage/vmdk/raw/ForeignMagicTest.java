package org.stowage.vmdk.raw;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stowage.api.disk.ImageHead;
import org.stowage.api.disk.ImageProperties;

class ForeignMagicTest {

  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "VMDK,0,KDMV", "unfinished VMDK,0,kdmv", "VMDK (COWD),0,COWD", "qcow,0,QFI\u00fb",
        "VHDX,0,vhdxfile", "VHD,0,conectix", "VDI,64,\u007f\u0010\u00da\u00be",
            "gzip,0,\u001f\u008b",
        "xz,0,\u00fd7zXZ\0", "zip,0,PK\u0003\u0004", "tar,257,ustar", "ISO 9660,32769,CD001",
        "VMDK (seSparse),0,\u00be\u00ba\u00fe\u00ca\0\0\0\0"
      })
  void knowsFormatsThatAreNoDisk(String format, int offset, String bytes) {
    assertEquals(Optional.of(format), ForeignMagic.in(head(offset, bytes)));
  }

  @Test
  void leavesAnythingElseToBeADisk() {
    assertEquals(Optional.empty(), ForeignMagic.in(head(510, "\u0055\u00aa")));
    assertEquals(Optional.empty(), ForeignMagic.in(head(0, "")));
  }

  @Test
  void takesACdThatIsAlsoADiskForADisk() {
    byte[] both = new byte[ImageHead.MAX_BYTES];
    System.arraycopy("CD001".getBytes(ISO_8859_1), 0, both, 32769, 5);
    both[510] = 0x55;
    both[511] = (byte) 0xaa;

    assertEquals(Optional.empty(), ForeignMagic.in(head(both)));
  }

  private static ImageHead head(int offset, String bytes) {
    byte[] head = new byte[ImageHead.MAX_BYTES];
    System.arraycopy(bytes.getBytes(ISO_8859_1), 0, head, offset, bytes.length());
    return head(head);
  }

  private static ImageHead head(byte[] bytes) {
    return new ImageHead("x", ByteBuffer.wrap(bytes), -1, ImageProperties.NONE);
  }
}
