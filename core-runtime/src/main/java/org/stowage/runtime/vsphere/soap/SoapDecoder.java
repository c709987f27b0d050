package org.stowage.runtime.vsphere.soap;

import com.vmware.vim25.MethodFault;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads answers while they come in, into yavijava's data objects.
 *
 * <p>Servers may be newer than yavijava. A field it does not have is passed over with all below it.
 * An object of a type it does not have is read as the supertype that the schema has there, and
 * keeps its type's name in {@code dynamicType}; where the schema has any type, it is null. A value
 * that an enumeration does not have is null, and missing in an array. Each is logged once, at debug
 * level.
 *
 * <p>Servers may be hostile, or not be servers of vSphere. Document types and entities are refused;
 * an answer has at most 128 MiB, a value in it 8 Mi characters, elements are at most 200 deep.
 *
 * <p>Arrays where the schema has any type, {@code ArrayOfString} and the like, become arrays of
 * Java. Dates are in UTC. Safe for use by several threads.
 */
public final class SoapDecoder {

  private final TypeNames types = new TypeNames();
  private final Novelties novelties = new Novelties();

  /**
   * Reads a whole answer.
   *
   * @param in not closed
   * @param returnType as in {@link SoapCall}
   * @throws MalformedAnswerException when it is no answer of the API
   * @throws IOException when reading fails; {@link java.io.EOFException} when it breaks off
   */
  public SoapAnswer decode(InputStream in, @Nullable String returnType) throws IOException {
    XmlReader xml = new XmlReader(in);
    xml.enterRoot();
    expect(xml, "Envelope");
    boolean inBody = false;
    while (!inBody) {
      if (!xml.enterChild()) {
        throw new MalformedAnswerException("it has no SOAP body");
      }
      inBody = xml.name().equals("Body");
      if (!inBody) {
        xml.skip();
      }
    }
    if (!xml.enterChild()) {
      throw new MalformedAnswerException("its SOAP body is empty");
    }
    ValueReader values = new ValueReader(xml, types, novelties);
    SoapAnswer answer =
        xml.name().equals("Fault")
            ? fault(xml, values)
            : new SoapAnswer.Returned(returned(xml, values, returnType));
    xml.readToEnd();
    return answer;
  }

  private static void expect(XmlReader xml, String name) throws MalformedAnswerException {
    if (!xml.name().equals(name)) {
      throw new MalformedAnswerException(
          "it is no SOAP message, but a document <" + xml.name() + ">");
    }
  }

  private @Nullable Object returned(XmlReader xml, ValueReader values, @Nullable String returnType)
      throws IOException {
    if (returnType == null) {
      xml.skip();
      return null;
    }
    Class<?> type =
        types
            .find(returnType)
            .orElseThrow(() -> new IllegalArgumentException("no type " + returnType));
    Class<?> component = type.isArray() ? type.getComponentType() : type;
    List<Object> elements = new ArrayList<>();
    while (xml.enterChild()) {
      Object element = type.isArray() ? values.readElement(component) : values.read(component);
      if (element != null) {
        elements.add(element);
      }
    }
    if (elements.isEmpty()) {
      return null;
    }
    return type.isArray() ? values.array(component, elements) : elements.get(0);
  }

  /** SOAP 1.1, section 4.4. The detail's one element is the API's own fault. */
  private static SoapAnswer fault(XmlReader xml, ValueReader values) throws IOException {
    String name = "Fault";
    String message = "";
    MethodFault detail = null;
    while (xml.enterChild()) {
      switch (xml.name()) {
        case "faultcode" -> {
          String code = xml.text().strip();
          name = detail == null ? code.substring(code.indexOf(':') + 1) : name;
        }
        case "faultstring" -> message = xml.text().strip();
        case "detail" -> {
          while (xml.enterChild()) {
            String type = xml.type();
            name = type == null ? xml.name().replaceFirst("Fault$", "") : type;
            detail = (MethodFault) values.read(MethodFault.class);
          }
        }
        default -> xml.skip();
      }
    }
    return new SoapAnswer.Faulted(name, message, detail);
  }
}
