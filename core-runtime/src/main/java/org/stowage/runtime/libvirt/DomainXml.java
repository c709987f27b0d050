package org.stowage.runtime.libvirt;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.ephemeral.Connection;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Writes what an instance is as a libvirt domain (libvirt, "Domain XML format"). The backend says
 * how its volumes are attached; what they do for the guest is said here.
 */
final class DomainXml {

  private static final String QUOTA = "quota:disk_";
  private static final List<String> LIMITS =
      List.of(
          "total_bytes_sec",
          "read_bytes_sec",
          "write_bytes_sec",
          "total_iops_sec",
          "read_iops_sec",
          "write_iops_sec");

  private final LibvirtInstance instance;
  private final boolean kvm;
  private final Path console;
  private final Path configDrive;

  /**
   * @param kvm whether the host's processor runs the guest
   * @param console the file that the guest's serial port goes to
   * @param configDrive where its config drive is, if it has one
   */
  DomainXml(LibvirtInstance instance, boolean kvm, Path console, Path configDrive) {
    this.instance = instance;
    this.kvm = kvm;
    this.console = console;
    this.configDrive = configDrive;
  }

  /**
   * @param disks by their names, in the order that the guest sees them
   */
  String with(Map<String, Connection> disks) throws IOException {
    Document document = Xml.empty();
    Element domain = Xml.add(document, "domain", "type", kvm ? "kvm" : "qemu");
    Xml.addText(domain, "name", instance.name());
    Xml.addText(domain, "uuid", instance.id().toString());
    InstanceMetadata.write(instance, Xml.add(domain, "metadata"));
    Xml.add(domain, "memory", "unit", "MiB")
        .setTextContent(String.valueOf(instance.flavor().memoryMib()));
    Xml.addText(domain, "vcpu", String.valueOf(instance.flavor().cpus()));
    if (kvm) {
      Xml.add(domain, "cpu", "mode", "host-model");
    }
    Xml.addText(Xml.add(domain, "os"), "type", "hvm");
    Element features = Xml.add(domain, "features");
    Xml.add(features, "acpi");
    Xml.add(features, "apic");
    Xml.addText(domain, "on_crash", "destroy");
    Element devices = Xml.add(domain, "devices");
    int position = 0;
    for (Map.Entry<String, Connection> each : disks.entrySet()) {
      disk(devices, each.getKey(), each.getValue(), position++);
    }
    if (instance.configDrive()) {
      Element drive = Xml.add(devices, "disk", "type", "file", "device", "cdrom");
      Xml.add(drive, "driver", "name", "qemu", "type", "raw");
      Xml.add(drive, "source", "file", configDrive.toString());
      Xml.add(drive, "target", "dev", "sda", "bus", "sata");
      Xml.add(drive, "readonly");
    }
    if (instance.network() != null) {
      Element card = Xml.add(devices, "interface", "type", "network");
      Xml.add(card, "source", "network", instance.network());
      Xml.add(card, "model", "type", "virtio");
    }
    Element serial = Xml.add(devices, "serial", "type", "file");
    Xml.add(serial, "source", "path", console.toString(), "append", "on");
    Element agent = Xml.add(devices, "channel", "type", "unix");
    Xml.add(agent, "target", "type", "virtio", "name", "org.qemu.guest_agent.0");
    return Xml.text(document);
  }

  private void disk(Element devices, String name, Connection connection, int position)
      throws IOException {
    Document shown = Xml.parse("the disk element of " + name, connection.libvirtDiskXml());
    Node disk = devices.getOwnerDocument().importNode(shown.getDocumentElement(), true);
    devices.appendChild(disk);
    Xml.add(disk, "target", "dev", "vd" + (char) ('a' + position), "bus", "virtio");
    Xml.addText(disk, "serial", name);
    if (position == 0) {
      Xml.add(disk, "boot", "order", "1");
    }
    Element limits = limits();
    if (limits != null) {
      disk.appendChild(devices.getOwnerDocument().importNode(limits, true));
    }
  }

  /** What the flavor limits each disk to; null for nothing. */
  private @Nullable Element limits() throws StorageException {
    Element limits = Xml.add(Xml.empty(), "iotune");
    for (String limit : LIMITS) {
      String value = instance.flavor().keys().get(QUOTA + limit);
      if (value != null) {
        if (!value.matches("\\d{1,18}")) {
          throw new StorageException(
              CommonError.USAGE,
              "limiting the disks of " + instance.name() + ": " + QUOTA + limit + " is " + value,
              "It is a whole number.");
        }
        Xml.addText(limits, limit, value);
      }
    }
    return limits.hasChildNodes() ? limits : null;
  }

  /**
   * The devices behind the disks of a domain, by the disks' names.
   *
   * @param xml as libvirt shows it
   */
  static Map<String, String> paths(String xml) throws IOException {
    Map<String, String> paths = new LinkedHashMap<>();
    for (Element disk : Xml.all(Xml.parse("a domain", xml), "disk")) {
      List<Element> source = Xml.all(disk, "source");
      List<Element> serial = Xml.all(disk, "serial");
      if (!source.isEmpty() && !serial.isEmpty()) {
        paths.put(serial.get(0).getTextContent(), source.get(0).getAttribute("dev"));
      }
    }
    return paths;
  }
}
