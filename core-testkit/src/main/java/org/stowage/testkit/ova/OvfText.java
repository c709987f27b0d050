package org.stowage.testkit.ova;

/** A descriptor with one disk on a SCSI controller, as vCenter writes them. */
public final class OvfText {

  private static final String TEXT =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <Envelope xmlns="http://schemas.dmtf.org/ovf/envelope/1"
          xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1"
          xmlns:rasd="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_ResourceAllocationSettingData"
          xmlns:vssd="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_VirtualSystemSettingData">
        <References>
          <File ovf:id="file1" ovf:href="%s"/>
        </References>
        <DiskSection>
          <Info>Disks</Info>
          <Disk ovf:diskId="vmdisk1" ovf:fileRef="file1" ovf:capacity="%d"
              ovf:capacityAllocationUnits="byte"
              ovf:format="http://www.vmware.com/interfaces/specifications/vmdk.html#streamOptimized"/>
        </DiskSection>
        <VirtualSystem ovf:id="vm">
          <Info>A machine</Info>
          <VirtualHardwareSection>
            <Info>Its hardware</Info>
            <System>
              <vssd:VirtualSystemType>vmx-13</vssd:VirtualSystemType>
            </System>
            <Item>
              <rasd:Address>0</rasd:Address>
              <rasd:InstanceID>3</rasd:InstanceID>
              <rasd:ResourceSubType>%s</rasd:ResourceSubType>
              <rasd:ResourceType>6</rasd:ResourceType>
            </Item>
            <Item>
              <rasd:AddressOnParent>0</rasd:AddressOnParent>
              <rasd:HostResource>ovf:/disk/vmdisk1</rasd:HostResource>
              <rasd:InstanceID>7</rasd:InstanceID>
              <rasd:Parent>3</rasd:Parent>
              <rasd:ResourceType>17</rasd:ResourceType>
            </Item>
          </VirtualHardwareSection>
        </VirtualSystem>
      </Envelope>
      """;

  private OvfText() {}

  /**
   * @param href the member that holds the disk
   * @param controller the controller's sub-type: {@code lsilogic}, {@code VirtualSCSI} and so on
   */
  public static String oneDisk(String href, long capacityBytes, String controller) {
    return TEXT.formatted(href, capacityBytes, controller);
  }
}
