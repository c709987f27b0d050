package org.stowage.runtime.vsphere.soap;

import com.vmware.vim25.ManagedObjectReference;
import com.vmware.vim25.ws.Argument;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Calendar;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/** Writes a call as a SOAP 1.1 envelope (vSphere Web Services API, vim.wsdl: document, literal). */
final class SoapRequest {

  private static final String ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/";
  private static final String SCHEMA = "http://www.w3.org/2001/XMLSchema";
  private static final String INSTANCE = "http://www.w3.org/2001/XMLSchema-instance";
  private static final String VIM = "urn:vim25";

  private static final XMLOutputFactory FACTORY = XMLOutputFactory.newDefaultFactory();

  private static final Map<Class<?>, String> SIMPLE =
      Map.of(
          String.class, "xsd:string",
          Integer.class, "xsd:int",
          Long.class, "xsd:long",
          Short.class, "xsd:short",
          Byte.class, "xsd:byte",
          Boolean.class, "xsd:boolean",
          Float.class, "xsd:float",
          Double.class, "xsd:double");

  private final XMLStreamWriter xml;

  private SoapRequest(XMLStreamWriter xml) {
    this.xml = xml;
  }

  /**
   * @param operationId by which the server's log can be searched
   */
  static byte[] encode(String method, Argument[] arguments, String operationId) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(2048);
    try {
      XMLStreamWriter xml = FACTORY.createXMLStreamWriter(bytes, StandardCharsets.UTF_8.name());
      new SoapRequest(xml).envelope(method, arguments, operationId);
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("writing to memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  private void envelope(String method, Argument[] arguments, String operationId)
      throws XMLStreamException {
    xml.writeStartDocument("UTF-8", "1.0");
    xml.writeStartElement("soapenv", "Envelope", ENVELOPE);
    xml.writeNamespace("soapenv", ENVELOPE);
    xml.writeNamespace("xsd", SCHEMA);
    xml.writeNamespace("xsi", INSTANCE);
    xml.writeStartElement(ENVELOPE, "Header");
    xml.writeStartElement("operationID");
    xml.writeCharacters(operationId);
    xml.writeEndElement();
    xml.writeEndElement();
    xml.writeStartElement(ENVELOPE, "Body");
    xml.writeStartElement(method);
    xml.writeDefaultNamespace(VIM);
    for (Argument argument : arguments) {
      // What an argument is declared as does not matter: every object says what it is.
      value(argument.getName(), argument.getValue(), null);
    }
    xml.writeEndDocument();
  }

  /**
   * @param declared what the schema expects there; null when anything may stand there
   */
  private void value(String name, @Nullable Object value, @Nullable Class<?> declared)
      throws XMLStreamException {
    if (value == null) {
      return;
    }
    if (value.getClass().isArray() && !(value instanceof byte[])) {
      Class<?> element = declared == null ? null : declared.getComponentType();
      for (int i = 0; i < Array.getLength(value); i++) {
        value(name, Array.get(value, i), element);
      }
      return;
    }
    xml.writeStartElement(name);
    if (value instanceof ManagedObjectReference reference) {
      if (declared == Object.class) {
        type("ManagedObjectReference");
      }
      xml.writeAttribute("type", reference.getType());
      xml.writeCharacters(reference.getVal());
    } else if (value instanceof byte[] binary) {
      xml.writeCharacters(Base64.getEncoder().encodeToString(binary));
    } else if (value instanceof Calendar time) {
      if (declared == Object.class) {
        type("xsd:dateTime");
      }
      xml.writeCharacters(DateTimeFormatter.ISO_INSTANT.format(time.toInstant()));
    } else if (value instanceof Enum || SIMPLE.containsKey(value.getClass())) {
      if (declared == Object.class) {
        type(SIMPLE.getOrDefault(value.getClass(), value.getClass().getSimpleName()));
      }
      xml.writeCharacters(SoapText.legal(value.toString()));
    } else {
      object(value, declared);
    }
    xml.writeEndElement();
  }

  private void object(Object value, @Nullable Class<?> declared) throws XMLStreamException {
    if (value.getClass() != declared) {
      type(value.getClass().getSimpleName());
    }
    for (Map.Entry<String, Field> field : VimTypes.fields(value.getClass()).entrySet()) {
      try {
        value(field.getKey(), field.getValue().get(value), field.getValue().getType());
      } catch (IllegalAccessException e) {
        throw new IllegalStateException("a public field cannot be read", e);
      }
    }
  }

  private void type(String name) throws XMLStreamException {
    xml.writeAttribute("xsi", INSTANCE, "type", name);
  }
}
