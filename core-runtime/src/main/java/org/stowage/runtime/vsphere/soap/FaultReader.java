package org.stowage.runtime.vsphere.soap;

import static javax.xml.stream.XMLStreamConstants.START_ELEMENT;

import com.vmware.vim25.MethodFault;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** Reads a SOAP fault: its name is its type, or that of the element that holds it. */
final class FaultReader {

  private static final String INSTANCE = "http://www.w3.org/2001/XMLSchema-instance";
  private static final String ELEMENT_SUFFIX = "Fault";

  private final XMLStreamReader xml;
  private final ValueReader values;

  FaultReader(XMLStreamReader xml, ValueReader values) {
    this.xml = xml;
    this.values = values;
  }

  /** Reads the fault that the reader stands on. */
  ServerFault read() throws XMLStreamException {
    String message = "";
    String name = "";
    MethodFault fault = null;
    while (xml.nextTag() == START_ELEMENT) {
      switch (xml.getLocalName()) {
        case "faultstring" -> message = values.text().strip();
        case "detail" -> {
          while (xml.nextTag() == START_ELEMENT) {
            name = name();
            fault = fault(name);
          }
        }
        default -> values.skip();
      }
    }
    return new ServerFault(name.isEmpty() ? "SoapFault" : name, message, fault);
  }

  private String name() {
    String said = xml.getAttributeValue(INSTANCE, "type");
    if (said != null) {
      return said.substring(said.indexOf(':') + 1);
    }
    String element = xml.getLocalName();
    return element.endsWith(ELEMENT_SUFFIX)
        ? element.substring(0, element.length() - ELEMENT_SUFFIX.length())
        : element;
  }

  private @Nullable MethodFault fault(String name) throws XMLStreamException {
    Class<?> type = VimTypes.named(name).orElse(MethodFault.class);
    Object value = values.read(MethodFault.class.isAssignableFrom(type) ? type : MethodFault.class);
    return value instanceof MethodFault fault ? fault : null;
  }
}
