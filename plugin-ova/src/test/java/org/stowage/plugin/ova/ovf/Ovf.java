package org.stowage.plugin.ova.ovf;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;

/** Small descriptors, put together from sections. */
final class Ovf {

  static final String NAMESPACES =
      " xmlns=\"http://schemas.dmtf.org/ovf/envelope/1\""
          + " xmlns:ovf=\"http://schemas.dmtf.org/ovf/envelope/1\""
          + " xmlns:rasd=\"http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/"
          + "CIM_ResourceAllocationSettingData\"";

  private Ovf() {}

  static String envelope(String... sections) {
    return "<Envelope" + NAMESPACES + ">" + String.join("", sections) + "</Envelope>";
  }

  /** References to files of these ids and names {@code ID.vmdk}. */
  static String files(String... ids) {
    StringBuilder files = new StringBuilder("<References>");
    for (String id : ids) {
      files.append("<File ovf:id=\"%s\" ovf:href=\"%s.vmdk\"/>".formatted(id, id));
    }
    return files.append("</References>").toString();
  }

  static String disks(String... disks) {
    return "<DiskSection>" + String.join("", disks) + "</DiskSection>";
  }

  static String disk(String id, String fileRef, String attributes) {
    return "<Disk ovf:diskId=\"%s\" ovf:fileRef=\"%s\" ovf:capacity=\"1024\" %s/>"
        .formatted(id, fileRef, attributes);
  }

  static String machine(String id, String... items) {
    return "<VirtualSystem ovf:id=\"%s\"><VirtualHardwareSection>%s</VirtualHardwareSection></VirtualSystem>"
        .formatted(id, String.join("", items));
  }

  static String controller(int instance, int type, int address) {
    return item("", instance, type, "<rasd:Address>%d</rasd:Address>".formatted(address));
  }

  static String hardDisk(int instance, int parent, int address, String disk) {
    return item(
        "",
        instance,
        17,
        "<rasd:AddressOnParent>%d</rasd:AddressOnParent><rasd:Parent>%d</rasd:Parent><rasd:HostResource>ovf:/disk/%s</rasd:HostResource>"
            .formatted(address, parent, disk));
  }

  static String item(String attributes, int instance, int type, String properties) {
    return "<Item %s><rasd:InstanceID>%d</rasd:InstanceID><rasd:ResourceType>%d</rasd:ResourceType>%s</Item>"
        .formatted(attributes, instance, type, properties);
  }

  static RootDisk rootDisk(String... sections) throws IOException {
    return RootDisk.find(envelope(sections).getBytes(UTF_8), "", "test.ovf");
  }
}
