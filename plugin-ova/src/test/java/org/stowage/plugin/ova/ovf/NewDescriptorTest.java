package org.stowage.plugin.ova.ovf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.OptionalLong;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.api.disk.AdapterType;
import org.stowage.api.disk.DiskSpec;
import org.stowage.api.disk.PackagedMachine;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class NewDescriptorTest {

  private static final String OVF = "http://schemas.dmtf.org/ovf/envelope/1";
  private static final String RASD =
      "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_ResourceAllocationSettingData";

  private static NewDescriptor descriptor(String name, AdapterType adapter) {
    DiskSpec disk = new DiskSpec(20L << 30, adapter);
    return new NewDescriptor(
        new PackagedMachine(name, 4, 2048, disk, "streamOptimized"), "web-1-disk1.vmdk");
  }

  private static byte[] encode(NewDescriptor descriptor) {
    return descriptor.encode(123_456, OptionalLong.of(262_144));
  }

  @Test
  void isThisText() throws IOException {
    try (InputStream golden = getClass().getResourceAsStream("/ovf/stowage.ovf")) {
      assertEquals(
          new String(Objects.requireNonNull(golden).readAllBytes(), UTF_8),
          new String(encode(descriptor("web-1", AdapterType.PVSCSI)), UTF_8));
    }
  }

  @Test
  void isAsLongWhateverTheSizes() {
    NewDescriptor descriptor = descriptor("web-1", AdapterType.SATA);
    int length = encode(descriptor).length;

    assertEquals(length, descriptor.encode(0, OptionalLong.empty()).length);
    assertEquals(length, descriptor.encode(1, OptionalLong.of(0)).length);
    assertEquals(length, descriptor.encode(Long.MAX_VALUE, OptionalLong.of(Long.MAX_VALUE)).length);
  }

  @ParameterizedTest
  @CsvSource({
    "IDE,5,,102",
    "BUSLOGIC,6,buslogic,1",
    "LSILOGIC,6,lsilogic,102",
    "LSILOGIC_SAS,6,lsilogicsas,102",
    "PVSCSI,6,VirtualSCSI,102",
    "SATA,20,vmware.sata.ahci,102",
    "NVME,20,vmware.nvme.controller,102"
  })
  void namesControllersInVmwaresWords(
      AdapterType adapter, String type, String subType, String operatingSystem) throws Exception {
    Document document = parse(encode(descriptor("web-1", adapter)));
    Element controller = (Element) document.getElementsByTagNameNS(OVF, "Item").item(2);

    assertEquals(type, text(controller, "ResourceType"));
    assertEquals(subType, text(controller, "ResourceSubType"));
    assertEquals("3", text(controller, "InstanceID"));
    Element system =
        (Element) document.getElementsByTagNameNS(OVF, "OperatingSystemSection").item(0);
    assertEquals(operatingSystem, system.getAttributeNS(OVF, "id"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"größe ☃ 💾", "\"<a & 'b'>]]>", "a\tb\nc\rd", "%s%d$1\\", "  two blanks  "})
  void keepsNamesAsTheyAre(String name) throws Exception {
    Document document = parse(encode(descriptor(name, AdapterType.IDE)));

    Element system = (Element) document.getElementsByTagNameNS(OVF, "VirtualSystem").item(0);
    assertEquals(name, system.getAttributeNS(OVF, "id"));
    assertEquals(name, document.getElementsByTagNameNS(OVF, "Name").item(0).getTextContent());
  }

  @Test
  void replacesWhatNoXmlCanHold() throws Exception {
    Document document = parse(encode(descriptor("a\0b\u001Fc\uFFFEd\uD800e", AdapterType.IDE)));

    assertEquals(
        "a_b_c_d_e", document.getElementsByTagNameNS(OVF, "Name").item(0).getTextContent());
  }

  @Test
  void tellsTheSizesItIsGiven() throws Exception {
    Document document = parse(encode(descriptor("web-1", AdapterType.IDE)));
    Element file = (Element) document.getElementsByTagNameNS(OVF, "File").item(0);
    Element disk = (Element) document.getElementsByTagNameNS(OVF, "Disk").item(0);

    assertEquals("123456", file.getAttributeNS(OVF, "size"));
    assertEquals("web-1-disk1.vmdk", file.getAttributeNS(OVF, "href"));
    assertEquals("262144", disk.getAttributeNS(OVF, "populatedSize"));
    assertEquals("21474836480", disk.getAttributeNS(OVF, "capacity"));
    assertEquals("byte", disk.getAttributeNS(OVF, "capacityAllocationUnits"));
  }

  @Test
  void saysNothingOfWhatNobodyKnows() {
    String text =
        new String(descriptor("web-1", AdapterType.IDE).encode(1, OptionalLong.empty()), UTF_8);

    assertTrue(!text.contains("populatedSize"), text);
  }

  private static Document parse(byte[] text) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
    factory.setNamespaceAware(true);
    return factory.newDocumentBuilder().parse(new ByteArrayInputStream(text));
  }

  private static String text(Element item, String name) {
    var found = item.getElementsByTagNameNS(RASD, name);
    return found.getLength() == 0 ? null : found.item(0).getTextContent();
  }
}
