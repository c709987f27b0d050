package org.stowage.runtime.vsphere.soap;

import static javax.xml.stream.XMLStreamConstants.START_ELEMENT;

import com.vmware.vim25.ManagedObjectReference;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads the answer to a call, element by element. What this version of the library does not know is
 * passed over: a server may be newer than it. Document types and entities are refused.
 */
final class SoapResponse {

  private static final XMLInputFactory FACTORY = factory();

  private final XMLStreamReader xml;
  private final ValueReader values;

  private SoapResponse(XMLStreamReader xml) {
    this.xml = xml;
    this.values = new ValueReader(xml);
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    return factory;
  }

  /**
   * Reads an answer.
   *
   * @param returns what the call is declared to return: a type's name, with {@code []} behind for
   *     an array; null for nothing
   * @throws ServerFault when the answer is a fault
   * @throws XMLStreamException when it is no answer at all
   */
  static @Nullable Object decode(InputStream answer, @Nullable String returns)
      throws XMLStreamException, ServerFault {
    XMLStreamReader xml = FACTORY.createXMLStreamReader(answer);
    try {
      return new SoapResponse(xml).envelope(returns);
    } finally {
      xml.close();
    }
  }

  private @Nullable Object envelope(@Nullable String returns)
      throws XMLStreamException, ServerFault {
    enter("Envelope");
    while (xml.nextTag() == START_ELEMENT) {
      if (xml.getLocalName().equals("Body")) {
        if (xml.nextTag() != START_ELEMENT) {
          throw new XMLStreamException("the answer is empty", xml.getLocation());
        }
        if (xml.getLocalName().equals("Fault")) {
          throw new FaultReader(xml, values).read();
        }
        return answer(returns);
      }
      values.skip();
    }
    throw new XMLStreamException("the answer has no body", xml.getLocation());
  }

  private void enter(String name) throws XMLStreamException {
    if (xml.nextTag() != START_ELEMENT || !xml.getLocalName().equals(name)) {
      throw new XMLStreamException("the answer is no SOAP " + name, xml.getLocation());
    }
  }

  private @Nullable Object answer(@Nullable String returns) throws XMLStreamException {
    boolean array = returns != null && returns.endsWith("[]");
    Class<?> type = element(returns, array);
    List<Object> found = new ArrayList<>();
    while (xml.nextTag() == START_ELEMENT) {
      if (type == null || !xml.getLocalName().equals("returnval")) {
        values.skip();
        continue;
      }
      Object value = values.read(type);
      if (value != null) {
        found.add(value);
      }
    }
    if (!array) {
      return found.isEmpty() ? null : found.get(0);
    }
    return type == null || found.isEmpty() ? null : values.array(type, found);
  }

  private @Nullable Class<?> element(@Nullable String returns, boolean array) {
    if (returns == null) {
      return null;
    }
    String name = array ? returns.substring(0, returns.length() - 2) : returns;
    if (name.equals("ManagedObjectReference")) {
      return ManagedObjectReference.class;
    }
    if (array && (name.equals("int") || name.equals("long") || name.equals("boolean"))) {
      return primitive(name);
    }
    return VimTypes.named(name).orElse(Object.class);
  }

  private static Class<?> primitive(String name) {
    return switch (name) {
      case "int" -> int.class;
      case "long" -> long.class;
      default -> boolean.class;
    };
  }
}
