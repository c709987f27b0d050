package org.stowage.plugin.ova.ovf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.stowage.api.DiskFormatException;
import org.stowage.plugin.ova.error.OvaError;

/** Reads a VirtualHardwareSection. */
final class HardwareParser {

  private HardwareParser() {}

  /**
   * @param xml inside the section; at its end afterwards
   */
  static OvfDescriptor.Hardware parse(XmlCursor xml, String where) throws DiskFormatException {
    String systemTypes = "";
    List<OvfDescriptor.Item> items = new ArrayList<>();
    int here = xml.depth();
    while (xml.nextChild(here)) {
      switch (xml.sectionName()) {
        case "System" -> systemTypes = systemTypes(xml);
        case "Item", "StorageItem" -> {
          checkRoom(items, where);
          items.add(item(xml));
        }
        default -> {
          // Network items and the settings of one producer do not concern disks.
        }
      }
    }
    return new OvfDescriptor.Hardware(systemTypes, items);
  }

  private static String systemTypes(XmlCursor xml) throws DiskFormatException {
    String types = "";
    int here = xml.depth();
    while (xml.nextChild(here)) {
      if (xml.localName().equals("VirtualSystemType")
          && OvfNamespaces.isProperty(xml.namespace())) {
        types = xml.text();
      }
    }
    return types;
  }

  private static OvfDescriptor.Item item(XmlCursor xml) throws DiskFormatException {
    String configurations = xml.attribute("configuration");
    String bound = xml.attribute("bound");
    Map<String, String> properties = new HashMap<>();
    List<String> hostResources = new ArrayList<>();
    int here = xml.depth();
    while (xml.nextChild(here)) {
      if (!OvfNamespaces.isProperty(xml.namespace())) {
        continue;
      }
      // OVF 0.9 and oVirt write InstanceId.
      String name = xml.localName().toLowerCase(Locale.ROOT);
      String text = xml.text();
      if (name.equals("hostresource") && !text.isEmpty()) {
        hostResources.add(text);
      } else {
        properties.putIfAbsent(name, text);
      }
    }
    return new OvfDescriptor.Item(
        properties.getOrDefault("instanceid", ""),
        properties.getOrDefault("resourcetype", ""),
        properties.get("resourcesubtype"),
        properties.get("parent"),
        properties.get("addressonparent"),
        properties.get("address"),
        hostResources,
        configurations,
        bound);
  }

  /** Refuses a list that would grow beyond what any real descriptor has. */
  static void checkRoom(List<?> kept, String where) throws DiskFormatException {
    if (kept.size() >= OvfParser.MAX_ENTRIES) {
      throw OvaError.damaged(
          OvaError.DESCRIPTOR,
          where,
          "it has more than %d entries of one kind".formatted(OvfParser.MAX_ENTRIES));
    }
  }
}
