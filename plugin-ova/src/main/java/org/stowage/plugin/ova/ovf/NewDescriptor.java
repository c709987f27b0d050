package org.stowage.plugin.ova.ovf;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.stowage.api.disk.AdapterType;
import org.stowage.api.disk.PackagedMachine;

/**
 * The descriptor of a package that is being made: a machine with CPUs, memory, and one disk on its
 * controller, in what OVF 1.0 to 2.0 have in common (DSP0243), as vCenter writes it.
 *
 * <p>Its length does not depend on the sizes in it, so that its place can be kept free until they
 * are known.
 *
 * @param diskFile the disk's file; letters, digits, dots, dashes and underscores
 */
public record NewDescriptor(PackagedMachine machine, String diskFile) {

  /** The oldest hardware with NVMe, of ESXi 6.5; newer hosts take it as well. */
  private static final String HARDWARE_VERSION = "vmx-13";

  /** Enough for an attribute of the longest name here and the longest number. */
  private static final int NUMBER_CHARS = "ovf:populatedSize=\"\"".length() + 19;

  private static final String TEXT =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <Envelope xmlns="http://schemas.dmtf.org/ovf/envelope/1"
          xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1"
          xmlns:rasd="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_ResourceAllocationSettingData"
          xmlns:vssd="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_VirtualSystemSettingData">
        <References>
          <File ovf:id="file1" ovf:href="%1$s" %2$s/>
        </References>
        <DiskSection>
          <Info>Virtual disks</Info>
          <Disk ovf:diskId="vmdisk1" ovf:fileRef="file1"
              ovf:capacity="%3$d" ovf:capacityAllocationUnits="byte"
              ovf:format="http://www.vmware.com/interfaces/specifications/vmdk.html#%4$s"
              %5$s/>
        </DiskSection>
        <VirtualSystem ovf:id="%6$s">
          <Info>A virtual machine</Info>
          <Name>%6$s</Name>
          <OperatingSystemSection ovf:id="%7$d">
            <Info>The guest operating system</Info>
          </OperatingSystemSection>
          <VirtualHardwareSection>
            <Info>Virtual hardware</Info>
            <System>
              <vssd:ElementName>Virtual Hardware Family</vssd:ElementName>
              <vssd:InstanceID>0</vssd:InstanceID>
              <vssd:VirtualSystemIdentifier>%6$s</vssd:VirtualSystemIdentifier>
              <vssd:VirtualSystemType>%8$s</vssd:VirtualSystemType>
            </System>
            <Item>
              <rasd:AllocationUnits>hertz * 10^6</rasd:AllocationUnits>
              <rasd:Description>Number of virtual CPUs</rasd:Description>
              <rasd:ElementName>%9$d virtual CPU(s)</rasd:ElementName>
              <rasd:InstanceID>1</rasd:InstanceID>
              <rasd:ResourceType>3</rasd:ResourceType>
              <rasd:VirtualQuantity>%9$d</rasd:VirtualQuantity>
            </Item>
            <Item>
              <rasd:AllocationUnits>byte * 2^20</rasd:AllocationUnits>
              <rasd:Description>Memory size</rasd:Description>
              <rasd:ElementName>%10$d MiB of memory</rasd:ElementName>
              <rasd:InstanceID>2</rasd:InstanceID>
              <rasd:ResourceType>4</rasd:ResourceType>
              <rasd:VirtualQuantity>%10$d</rasd:VirtualQuantity>
            </Item>
            <Item>
              <rasd:Address>0</rasd:Address>
              <rasd:Description>Disk controller</rasd:Description>
              <rasd:ElementName>Disk controller 0</rasd:ElementName>
              <rasd:InstanceID>3</rasd:InstanceID>
      %11$s        <rasd:ResourceType>%12$s</rasd:ResourceType>
            </Item>
            <Item>
              <rasd:AddressOnParent>0</rasd:AddressOnParent>
              <rasd:ElementName>Hard disk 1</rasd:ElementName>
              <rasd:HostResource>ovf:/disk/vmdisk1</rasd:HostResource>
              <rasd:InstanceID>4</rasd:InstanceID>
              <rasd:Parent>3</rasd:Parent>
              <rasd:ResourceType>17</rasd:ResourceType>
            </Item>
          </VirtualHardwareSection>
        </VirtualSystem>
      </Envelope>
      """;

  /**
   * The whole text, as long at every call.
   *
   * @param diskFileBytes the length of the disk's file
   * @param populatedBytes how much of the disk holds data, if that is known
   */
  public byte[] encode(long diskFileBytes, OptionalLong populatedBytes) {
    AdapterType adapter = machine.disk().adapterType();
    String subType = Controllers.subType(adapter);
    return TEXT.formatted(
            diskFile,
            attribute("ovf:size", OptionalLong.of(diskFileBytes)),
            machine.disk().capacityBytes(),
            machine.diskFormat(),
            attribute("ovf:populatedSize", populatedBytes),
            escaped(machine.name()),
            operatingSystem(adapter),
            HARDWARE_VERSION,
            machine.cpus(),
            machine.memoryMib(),
            subType.isEmpty()
                ? ""
                : "        <rasd:ResourceSubType>%s</rasd:ResourceSubType>\n".formatted(subType),
            Controllers.resourceType(adapter))
        .getBytes(UTF_8);
  }

  private static String attribute(String name, OptionalLong value) {
    String text = value.isEmpty() ? "" : name + "=\"" + value.getAsLong() + "\"";
    return text + " ".repeat(NUMBER_CHARS - text.length());
  }

  /**
   * Nobody knows the guest, so it is "Other 64-Bit" of CIM_OperatingSystem's OSType; on BusLogic,
   * which 64-bit guests have no driver for, "Other".
   */
  private static int operatingSystem(AdapterType adapter) {
    return adapter == AdapterType.BUSLOGIC ? 1 : 102;
  }

  /** Text for an element or a quoted attribute; what XML 1.0 cannot hold becomes an underscore. */
  private static String escaped(String text) {
    return text.codePoints().mapToObj(NewDescriptor::escaped).collect(Collectors.joining());
  }

  private static String escaped(int character) {
    return switch (character) {
      case '&' -> "&amp;";
      case '<' -> "&lt;";
      case '>' -> "&gt;";
      case '"' -> "&quot;";
      case '\t', '\n', '\r' -> "&#" + character + ";";
      default -> isXml(character) ? Character.toString(character) : "_";
    };
  }

  /** XML 1.0, production 2, "Char". */
  private static boolean isXml(int character) {
    return character >= ' ' && character < 0xD800
        || character >= 0xE000 && character < 0xFFFE
        || character >= 0x10000;
  }
}
