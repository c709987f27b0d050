package org.stowage.plugin.ova.ovf;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stowage.api.DiskFormatException;
import org.stowage.plugin.ova.error.OvaError;

/** Reads the envelope: files, disks, machines, configurations. */
final class OvfParser {

  /** The most of each kind that is kept; a vCenter appliance has 32 disks. */
  static final int MAX_ENTRIES = 100_000;

  /** Sections of the standard that a root disk does not depend on. */
  private static final Set<String> UNDERSTOOD =
      Set.of(
          "AnnotationSection",
          "BootDeviceSection",
          "EnvironmentFilesSection",
          "EulaSection",
          "InstallSection",
          "NetworkSection",
          "OperatingSystemSection",
          "PlacementGroupSection",
          "PlacementSection",
          "ProductSection",
          "ResourceAllocationSection",
          "ScaleOutSection",
          "SharedDiskSection",
          "StartupSection");

  private final XmlCursor xml;
  private final String where;
  private final List<OvfDescriptor.File> files = new ArrayList<>();
  private final List<OvfDescriptor.Disk> disks = new ArrayList<>();
  private final List<OvfDescriptor.Machine> machines = new ArrayList<>();
  private final List<OvfDescriptor.Configuration> configurations = new ArrayList<>();
  private final List<String> unknownSections = new ArrayList<>();

  private OvfParser(XmlCursor xml, String where) {
    this.xml = xml;
    this.where = where;
  }

  /**
   * @param where the descriptor's name, for messages
   */
  static OvfDescriptor parse(byte[] document, String where) throws DiskFormatException {
    return new OvfParser(XmlCursor.over(document, where), where).envelope();
  }

  private OvfDescriptor envelope() throws DiskFormatException {
    int document = xml.depth();
    xml.nextChild(document);
    if (!xml.localName().equals("Envelope") || !OvfNamespaces.isOvf(xml.namespace())) {
      throw OvaError.refused(
          OvaError.NAMESPACE,
          where,
          "its root is %s in namespace \"%s\", not an Envelope of OVF 0.9, 1 or 2"
              .formatted(
                  OvaError.shown(xml.localName()),
                  OvaError.shown(Objects.requireNonNullElse(xml.namespace(), ""))),
          "Export the appliance again as OVF 1.x or 2.0.");
    }
    int here = xml.depth();
    while (xml.nextChild(here)) {
      switch (xml.sectionName()) {
        case "References" -> references();
        case "DiskSection" -> diskSection();
        case "DeploymentOptionSection" -> deploymentOptions();
        case "VirtualSystem" -> machine();
        case "VirtualSystemCollection" -> collection();
        default -> otherSection();
      }
    }
    // What follows the envelope must be well-formed too.
    xml.nextChild(document);
    return new OvfDescriptor(files, disks, machines, configurations, unknownSections);
  }

  private void references() throws DiskFormatException {
    int here = xml.depth();
    while (xml.nextChild(here)) {
      if (xml.sectionName().equals("File")) {
        keep(
            files,
            new OvfDescriptor.File(
                orEmpty(xml.attribute("id")),
                orEmpty(xml.attribute("href")),
                xml.attribute("size"),
                xml.attribute("compression"),
                xml.attribute("chunkSize")));
      }
    }
  }

  private void diskSection() throws DiskFormatException {
    int here = xml.depth();
    while (xml.nextChild(here)) {
      if (xml.sectionName().equals("Disk")) {
        keep(
            disks,
            new OvfDescriptor.Disk(
                orEmpty(xml.attribute("diskId")),
                xml.attribute("fileRef"),
                xml.attribute("capacity"),
                xml.attribute("capacityAllocationUnits"),
                xml.attribute("size"),
                xml.attribute("format"),
                xml.attribute("parentRef"),
                xml.attribute("populatedSize"),
                "true".equalsIgnoreCase(xml.attribute("boot"))));
      }
    }
  }

  private void deploymentOptions() throws DiskFormatException {
    int here = xml.depth();
    while (xml.nextChild(here)) {
      if (xml.sectionName().equals("Configuration")) {
        String isDefault = orEmpty(xml.attribute("default"));
        keep(
            configurations,
            new OvfDescriptor.Configuration(
                orEmpty(xml.attribute("id")), isDefault.equals("true") || isDefault.equals("1")));
      }
    }
  }

  /** Collections may hold collections; the nesting limit of the cursor bounds this recursion. */
  private void collection() throws DiskFormatException {
    int here = xml.depth();
    while (xml.nextChild(here)) {
      switch (xml.sectionName()) {
        case "VirtualSystem" -> machine();
        case "VirtualSystemCollection" -> collection();
        default -> otherSection();
      }
    }
  }

  private void machine() throws DiskFormatException {
    String id = orEmpty(xml.attribute("id"));
    List<OvfDescriptor.Hardware> hardware = new ArrayList<>();
    int here = xml.depth();
    while (xml.nextChild(here)) {
      if (xml.sectionName().equals("VirtualHardwareSection")) {
        keep(hardware, HardwareParser.parse(xml, where));
      } else {
        otherSection();
      }
    }
    keep(machines, new OvfDescriptor.Machine(id, hardware));
  }

  /** Notes what a reader must understand by DSP0243 (8.1, ovf:required) and this one does not. */
  private void otherSection() throws DiskFormatException {
    String required = xml.attribute("required");
    boolean dispensable = "false".equals(required) || "0".equals(required);
    String name = xml.sectionName();
    boolean foreign = name.isEmpty();
    if (!dispensable && (foreign || name.endsWith("Section") && !UNDERSTOOD.contains(name))) {
      keep(unknownSections, foreign ? xml.localName() : name);
    }
  }

  private <T> void keep(List<T> kept, T next) throws DiskFormatException {
    HardwareParser.checkRoom(kept, where);
    kept.add(next);
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
