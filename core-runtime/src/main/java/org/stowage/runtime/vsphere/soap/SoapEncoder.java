package org.stowage.runtime.vsphere.soap;

import com.vmware.vim25.ManagedObjectReference;
import com.vmware.vim25.ws.Argument;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes calls. Safe for use by several threads. */
public final class SoapEncoder {

  /** Bytes are a sequence of numbers in the API's schema, but for these fields. */
  private static final Set<String> BASE64_FIELDS =
      Set.of(
          "EntityBackupConfig.configBlob",
          "GuestRegValueBinarySpec.value",
          "HostConfigInfo.hostConfigCheckSum",
          "HostConfigInfo.scriptCheckSum",
          "VirtualMachineConfigInfo.vmxConfigChecksum");

  private final TypeNames types = new TypeNames();
  private final String head;

  /**
   * @param operationId the word by which the server's logs tell which calls belong together; sent
   *     with every call
   * @throws IllegalArgumentException when it has a character that XML cannot carry
   */
  public SoapEncoder(String operationId) {
    StringBuilder xml = new StringBuilder();
    xml.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>")
        .append("<soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\"")
        .append(" xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\"")
        .append(" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">")
        .append("<soapenv:Header><operationID>");
    XmlText.append(xml, operationId);
    head = xml.append("</operationID></soapenv:Header><soapenv:Body>").toString();
  }

  /**
   * The whole message, in UTF-8.
   *
   * @throws IllegalArgumentException when a text has a character that XML cannot carry, or an
   *     object is no data of the API
   */
  public byte[] encode(SoapCall call) {
    StringBuilder xml = new StringBuilder(head.length() + 1000).append(head);
    xml.append('<').append(call.method()).append(" xmlns=\"urn:vim25\">");
    for (Argument argument : call.arguments()) {
      if (argument.getValue() != null) {
        Class<?> declared = types.find(argument.getType()).orElse(Object.class);
        value(xml, argument.getName(), declared, argument.getValue());
      }
    }
    xml.append("</").append(call.method()).append('>');
    xml.append("</soapenv:Body></soapenv:Envelope>");
    return xml.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * @param declared what the schema says that stands here; a value of another type names its own
   */
  private void value(StringBuilder xml, String tag, Class<?> declared, Object value) {
    Class<?> type = value.getClass();
    if (type.isArray()) {
      array(xml, tag, declared, value);
    } else if (value instanceof ManagedObjectReference reference) {
      open(xml, tag, declared, type);
      xml.append(" type=\"");
      XmlText.append(xml, reference.getType());
      xml.append("\">");
      XmlText.append(xml, reference.getVal());
      close(xml, tag);
    } else if (value instanceof Enum<?> constant) {
      text(xml, tag, declared, type, constant.name());
    } else if (SimpleValues.isSimple(type)) {
      text(xml, tag, declared, type, SimpleValues.print(value));
    } else if (DataClass.isOne(type)) {
      open(xml, tag, declared, type);
      xml.append('>');
      for (Field field : DataClass.of(type).fields()) {
        field(xml, field, DataClass.get(field, value));
      }
      close(xml, tag);
    } else {
      throw new IllegalArgumentException(type.getName() + " is no type of the vSphere API");
    }
  }

  private void field(StringBuilder xml, Field field, @Nullable Object value) {
    if (value instanceof byte[]
        && BASE64_FIELDS.contains(
            field.getDeclaringClass().getSimpleName() + "." + field.getName())) {
      text(xml, field.getName(), byte[].class, byte[].class, base64(value));
    } else if (value != null) {
      value(xml, DataClass.elementName(field), field.getType(), value);
    }
  }

  /** An array is its elements one after another, unless the schema leaves open what stands here. */
  private void array(StringBuilder xml, String tag, Class<?> declared, Object array) {
    Class<?> component = array.getClass().getComponentType();
    if (declared.isArray()) {
      elements(xml, tag, declared.getComponentType(), array);
    } else if (component == byte.class) {
      text(xml, tag, declared, byte[].class, base64(array));
    } else {
      String name = TypeNames.of(component).replace("xsd:", "");
      xml.append('<').append(tag).append(" xsi:type=\"ArrayOf");
      xml.append(Character.toUpperCase(name.charAt(0))).append(name, 1, name.length());
      xml.append("\">");
      elements(xml, name, component, array);
      close(xml, tag);
    }
  }

  private void elements(StringBuilder xml, String tag, Class<?> declared, Object array) {
    for (int i = 0; i < Array.getLength(array); i++) {
      Object element = Array.get(array, i);
      if (element != null) {
        value(xml, tag, declared, element);
      }
    }
  }

  private static String base64(Object bytes) {
    return java.util.Base64.getEncoder().encodeToString((byte[]) bytes);
  }

  private static void text(
      StringBuilder xml, String tag, Class<?> declared, Class<?> type, String text) {
    open(xml, tag, declared, type);
    xml.append('>');
    XmlText.append(xml, text);
    close(xml, tag);
  }

  private static void open(StringBuilder xml, String tag, Class<?> declared, Class<?> type) {
    xml.append('<').append(tag);
    boolean own =
        declared == Object.class
            || declared != type && !declared.isPrimitive() && !SimpleValues.isSimple(type);
    if (own) {
      xml.append(" xsi:type=\"").append(TypeNames.of(type)).append('"');
    }
  }

  private static void close(StringBuilder xml, String tag) {
    xml.append("</").append(tag).append('>');
  }
}
