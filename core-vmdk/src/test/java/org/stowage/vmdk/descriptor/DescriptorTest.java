package org.stowage.vmdk.descriptor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.api.DiskFormatException;
import org.stowage.api.disk.AdapterType;
import org.stowage.vmdk.format.VmdkError;

class DescriptorTest {

  private static final String SPLIT =
      """
      # Disk DescriptorFile
      version=1
      encoding="UTF-8"
      CID=fffffffe
      parentCID=ffffffff
      isNativeSnapshot="no"
      createType="twoGbMaxExtentSparse"

      # Extent description
      RW 4194304 SPARSE "my disk-s001.vmdk"
      RW 100 FLAT "my disk-f002.vmdk" 7
      RDONLY 5 ZERO

      # The Disk Data Base
      #DDB
      ddb.adapterType = "buslogic"
      ddb.uuid.image="3f4a"
      """;

  @Test
  void readsHeaderExtentsAndDatabase() throws Exception {
    Descriptor descriptor = parse(SPLIT);

    assertEquals(0xfffffffe, descriptor.contentId());
    assertFalse(descriptor.hasParent());
    assertEquals(Optional.of(CreateType.TWO_GB_SPARSE), descriptor.knownCreateType());
    assertEquals(Optional.of(AdapterType.BUSLOGIC), descriptor.adapterType());
    assertNull(descriptor.parentFileNameHint());
    assertEquals(
        List.of(
            new ExtentLine(
                ExtentLine.Access.RW, 4194304, ExtentLine.Type.SPARSE, "my disk-s001.vmdk", 0),
            new ExtentLine(ExtentLine.Access.RW, 100, ExtentLine.Type.FLAT, "my disk-f002.vmdk", 7),
            new ExtentLine(ExtentLine.Access.RDONLY, 5, ExtentLine.Type.ZERO, null, 0)),
        descriptor.extents());
    assertEquals("3f4a", descriptor.database().get("ddb.uuid.image"));
  }

  @Test
  void keepsUnknownKeysWhenWrittenAgain() throws Exception {
    Descriptor descriptor = parse(SPLIT);

    Descriptor again = parse(new String(descriptor.encode(), UTF_8));

    assertEquals(descriptor, again);
    assertEquals(Map.of("ddb.adapterType", "buslogic", "ddb.uuid.image", "3f4a"), again.database());
    assertEquals("no", again.otherKeys().get("isNativeSnapshot"));
  }

  @Test
  void needsNoHeadingsAndToleratesLooseLayout() throws Exception {
    Descriptor descriptor =
        parse(
            "  cid = 1a\r\n\tPARENTCID = 2B  \r\ncreatetype=vmfs\r\n The Disk Data Base\r\n"
                + "parentFileNameHint = \"[ds] a/b.vmdk\"\r\nrw 8 vmfs \"a-flat.vmdk\"  \r\n\0\0");

    assertEquals(0x1a, descriptor.contentId());
    assertEquals(0x2b, descriptor.parentContentId());
    assertEquals("[ds] a/b.vmdk", descriptor.parentFileNameHint());
    assertEquals("a-flat.vmdk", descriptor.extents().get(0).fileName());
  }

  @Test
  void readsNamesInTheEncodingThatTheTextNames() throws Exception {
    String text = "encoding=\"windows-1252\"\nCID=1\ncreateType=\"vmfs\"\nRW 8 VMFS \"größe.vmdk\"";

    Descriptor descriptor =
        Descriptor.parse(ByteBuffer.wrap(text.getBytes(Charset.forName("windows-1252"))), "x");

    assertEquals("größe.vmdk", descriptor.extents().get(0).fileName());
  }

  @Test
  void toleratesTheEndOfALongerTextThatQemuLeaves() throws Exception {
    String text = "CID=269328\ncreateType=\"vmfs\"\nRW 8 VMFS \"a\"\nddb.x = \"27\"\n";

    assertEquals(0x269328, parse(text + "\0\n\0\0\0").contentId());
    assertEquals(0x269328, parse(text + "\0\"\n\0\0\0").contentId());
    assertThrows(DiskFormatException.class, () -> parse(text + "\0x\n\0\0"));
    assertThrows(DiskFormatException.class, () -> parse(text + "\0\0\n\0\0"));
  }

  @Test
  void knowsOldSpellingsOfCreateTypes() {
    assertEquals(Optional.of(CreateType.TWO_GB_FLAT), CreateType.named("2GbMaxExtentFlat"));
    assertTrue(CreateType.named("unheardOf").isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RW -1 FLAT \"a\" 0",
        "RW 0 FLAT \"a\" 0",
        "RW 36028797018963968 FLAT \"a\" 0",
        "RW 99999999999999999999 FLAT \"a\" 0",
        "RW 8 FLAT \"a\" -1",
        "RW 8 FLAT \"a\"",
        "RW 8 SPARSE",
        "RW 8 MAGIC \"a\"",
        "RW 8 SPARSE \"a\" 0 junk",
        "RW 8 SPARSE \"a"
      })
  void refusesMalformedExtentLines(String line) {
    DiskFormatException refused =
        assertThrows(
            DiskFormatException.class, () -> parse("CID=1\ncreateType=\"custom\"\n" + line));

    assertEquals(VmdkError.EXTENT_LINE, refused.code());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "createType=\"vmfs\"\nRW 8 VMFS \"a\"",
        "CID=xyz\ncreateType=\"vmfs\"\nRW 8 VMFS \"a\"",
        "CID=123456789\ncreateType=\"vmfs\"\nRW 8 VMFS \"a\"",
        "CID=1\nRW 8 VMFS \"a\"",
        "CID=1\ncreateType=\"vmfs\"\n",
        "CID=1\nCID=2\ncreateType=\"vmfs\"\nRW 8 VMFS \"a\"",
        "CID=1\ncreateType=\"vmfs\"\n\0RW 8 VMFS \"a\"",
      })
  void refusesTextThatIsNoDescriptor(String text) {
    DiskFormatException refused = assertThrows(DiskFormatException.class, () -> parse(text));

    assertEquals(VmdkError.DESCRIPTOR, refused.code());
  }

  @Test
  void refusesMoreExtentsThanAnyDiskHas() {
    String text = "CID=1\ncreateType=\"custom\"\n" + "RW 1 ZERO\n".repeat(4097);

    DiskFormatException refused = assertThrows(DiskFormatException.class, () -> parse(text));

    assertEquals(VmdkError.EXTENT_COUNT, refused.code());
  }

  private static Descriptor parse(String text) throws DiskFormatException {
    return Descriptor.parse(ByteBuffer.wrap(text.getBytes(UTF_8)), "disk.vmdk");
  }
}
