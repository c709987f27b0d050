package org.stowage.runtime.libvirt;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** What Stowage keeps of an instance in its domain, in the element that libvirt leaves alone. */
final class InstanceMetadata {

  private static final String NAMESPACE = "https://stowage.org/libvirt/1";

  private InstanceMetadata() {}

  static void write(LibvirtInstance instance, Element metadata) {
    Element own = metadata.getOwnerDocument().createElementNS(NAMESPACE, "stowage:instance");
    own.setAttribute("image", instance.image());
    own.setAttribute("configDrive", String.valueOf(instance.configDrive()));
    own.setAttribute("rescued", String.valueOf(instance.rescued()));
    if (instance.network() != null) {
      own.setAttribute("network", instance.network());
    }
    metadata.appendChild(own);
    flavor(own, "flavor", instance.flavor());
    if (instance.before() != null) {
      flavor(own, "before", instance.before());
    }
  }

  private static void flavor(Element parent, String name, Flavor flavor) {
    Element own = parent.getOwnerDocument().createElementNS(NAMESPACE, "stowage:" + name);
    own.setAttribute("cpus", String.valueOf(flavor.cpus()));
    own.setAttribute("memoryMib", String.valueOf(flavor.memoryMib()));
    own.setAttribute("rootBytes", String.valueOf(flavor.rootBytes()));
    own.setAttribute("ephemeralBytes", String.valueOf(flavor.ephemeralBytes()));
    own.setAttribute("swapBytes", String.valueOf(flavor.swapBytes()));
    parent.appendChild(own);
    flavor
        .keys()
        .forEach(
            (key, value) -> {
              Element each = parent.getOwnerDocument().createElementNS(NAMESPACE, "stowage:key");
              each.setAttribute("name", key);
              each.setAttribute("value", value);
              own.appendChild(each);
            });
  }

  /**
   * What a domain's XML says; empty when it is not one of Stowage's.
   *
   * @param what names the XML in messages
   */
  static Optional<LibvirtInstance> read(String what, String xml) throws IOException {
    Document document = Xml.parse(what, xml);
    Optional<Element> own =
        Xml.all(document, "instance").stream()
            .filter(each -> NAMESPACE.equals(each.getNamespaceURI()))
            .findFirst();
    if (own.isEmpty()) {
      return Optional.empty();
    }
    Element element = own.get();
    try {
      Flavor flavor = flavor(element, "flavor");
      if (flavor == null) {
        throw new IllegalArgumentException("it has no flavor");
      }
      return Optional.of(
          new LibvirtInstance(
              UUID.fromString(text(document, "uuid")),
              text(document, "name"),
              element.getAttribute("image"),
              flavor,
              element.hasAttribute("network") ? element.getAttribute("network") : null,
              Boolean.parseBoolean(element.getAttribute("configDrive")),
              flavor(element, "before"),
              Boolean.parseBoolean(element.getAttribute("rescued"))));
    } catch (IllegalArgumentException e) {
      throw Xml.malformed(what, String.valueOf(e.getMessage()), e);
    }
  }

  private static String text(Document document, String name) {
    List<Element> found = Xml.all(document, name);
    if (found.isEmpty()) {
      throw new IllegalArgumentException("it has no " + name);
    }
    return found.get(0).getTextContent().strip();
  }

  private static @Nullable Flavor flavor(Element parent, String name) {
    List<Element> found = Xml.all(parent, name);
    if (found.isEmpty()) {
      return null;
    }
    Element element = found.get(0);
    Map<String, String> keys = new TreeMap<>();
    for (Element each : Xml.all(element, "key")) {
      keys.put(each.getAttribute("name"), each.getAttribute("value"));
    }
    return new Flavor(
        Integer.parseInt(element.getAttribute("cpus")),
        Integer.parseInt(element.getAttribute("memoryMib")),
        Long.parseLong(element.getAttribute("rootBytes")),
        Long.parseLong(element.getAttribute("ephemeralBytes")),
        Long.parseLong(element.getAttribute("swapBytes")),
        keys);
  }
}
