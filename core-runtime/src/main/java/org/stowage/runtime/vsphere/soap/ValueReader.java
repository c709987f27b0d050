package org.stowage.runtime.vsphere.soap;

import static javax.xml.stream.XMLStreamConstants.END_ELEMENT;
import static javax.xml.stream.XMLStreamConstants.START_ELEMENT;

import com.vmware.vim25.ManagedObjectReference;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** Reads the element a reader stands on as a value of a type, and leaves the reader at its end. */
final class ValueReader {

  private static final String INSTANCE = "http://www.w3.org/2001/XMLSchema-instance";

  /** Deeper than any data of the API, shallower than a stack. */
  private static final int MOST_DEPTH = 200;

  private final XMLStreamReader xml;
  private int depth;

  ValueReader(XMLStreamReader xml) {
    this.xml = xml;
  }

  /**
   * Reads a value.
   *
   * @param declared what stands there unless the element says which of its subtypes does; a type
   *     that is said and not known is read as the declared one
   * @return null for what is empty, or of a kind that this version does not know
   */
  @Nullable Object read(Class<?> declared) throws XMLStreamException {
    String said = xml.getAttributeValue(INSTANCE, "type");
    Class<?> type = declared;
    if (said != null) {
      Class<?> named = VimTypes.named(said.substring(said.indexOf(':') + 1)).orElse(declared);
      type = declared.isPrimitive() || !declared.isAssignableFrom(named) ? declared : named;
    }
    if (++depth > MOST_DEPTH) {
      throw new XMLStreamException("it is nested too deeply", xml.getLocation());
    }
    try {
      return of(type);
    } finally {
      depth--;
    }
  }

  private @Nullable Object of(Class<?> type) throws XMLStreamException {
    if (type == ManagedObjectReference.class) {
      ManagedObjectReference reference = new ManagedObjectReference();
      reference.setType(xml.getAttributeValue(null, "type"));
      reference.setVal(text());
      return reference;
    }
    if (type.isArray() && type != byte[].class) {
      return wrappedArray(type.getComponentType());
    }
    if (type.isEnum()) {
      return VimTypes.constants(type).get(text());
    }
    if (type.isPrimitive() || type.getName().startsWith("java.") || type == byte[].class) {
      return type == Object.class ? anything() : simple(type, text());
    }
    return object(type);
  }

  /** An array that stands where anything may: an element for each of its values. */
  private Object wrappedArray(Class<?> element) throws XMLStreamException {
    List<Object> values = new ArrayList<>();
    while (xml.nextTag() == START_ELEMENT) {
      Object value = read(element);
      if (value != null) {
        values.add(value);
      }
    }
    return array(element, values);
  }

  Object array(Class<?> element, List<Object> values) {
    Object array = Array.newInstance(element, values.size());
    for (int i = 0; i < values.size(); i++) {
      Array.set(array, i, values.get(i));
    }
    return array;
  }

  private @Nullable Object object(Class<?> type) throws XMLStreamException {
    Object object = Modifier.isAbstract(type.getModifiers()) ? null : instance(type);
    if (object == null) {
      skip();
      return null;
    }
    Map<String, Field> fields = VimTypes.fields(type);
    Map<Field, List<Object>> arrays = new LinkedHashMap<>();
    while (xml.nextTag() == START_ELEMENT) {
      Field field = fields.get(xml.getLocalName());
      if (field == null) {
        skip();
        continue;
      }
      Class<?> fieldType = field.getType();
      boolean repeated = fieldType.isArray() && fieldType != byte[].class;
      Object value = read(repeated ? fieldType.getComponentType() : fieldType);
      if (value == null) {
        continue;
      }
      if (repeated) {
        arrays.computeIfAbsent(field, any -> new ArrayList<>()).add(value);
      } else {
        set(object, field, value);
      }
    }
    arrays.forEach(
        (field, values) -> set(object, field, array(field.getType().getComponentType(), values)));
    return object;
  }

  private static @Nullable Object instance(Class<?> type) {
    try {
      return type.getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }

  private static void set(Object object, Field field, Object value) {
    try {
      field.set(object, value);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("a public field cannot be set", e);
    }
  }

  /** Where anything may stand and nothing is said: a text, unless there are elements in it. */
  private @Nullable Object anything() throws XMLStreamException {
    StringBuilder text = new StringBuilder();
    boolean elements = false;
    for (int event = xml.next(); event != END_ELEMENT; event = xml.next()) {
      if (event == START_ELEMENT) {
        elements = true;
        skip();
      } else if (xml.hasText()) {
        text.append(xml.getText());
      }
    }
    return elements ? null : text.toString();
  }

  private @Nullable Object simple(Class<?> type, String text) throws XMLStreamException {
    try {
      return switch (type.getSimpleName()) {
        case "String" -> text;
        case "int", "Integer" -> Integer.valueOf(text.strip());
        case "long", "Long" -> Long.valueOf(text.strip());
        case "short", "Short" -> Short.valueOf(text.strip());
        case "byte", "Byte" -> Byte.valueOf(text.strip());
        case "boolean", "Boolean" -> text.strip().equals("true") || text.strip().equals("1");
        case "float", "Float" -> Float.valueOf(text.strip());
        case "double", "Double" -> Double.valueOf(text.strip());
        case "Calendar" -> calendar(text.strip());
        case "byte[]" -> Base64.getMimeDecoder().decode(text);
        default -> null;
      };
    } catch (IllegalArgumentException | DateTimeParseException e) {
      throw new XMLStreamException(
          "'%s' is no %s".formatted(shortened(text), type.getSimpleName()), xml.getLocation(), e);
    }
  }

  private static Calendar calendar(String text) {
    boolean zoned = text.endsWith("Z") || text.matches(".*[+-]\\d\\d:\\d\\d");
    OffsetDateTime time = OffsetDateTime.parse(zoned ? text : text + "Z");
    return GregorianCalendar.from(time.atZoneSameInstant(ZoneOffset.UTC));
  }

  private static String shortened(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }

  /** The text of an element; elements in it are passed over. */
  String text() throws XMLStreamException {
    Object text = anything();
    return text == null ? "" : (String) text;
  }

  /** Passes over the element the reader stands on, with all it holds. */
  void skip() throws XMLStreamException {
    int open = 1;
    while (open > 0) {
      int event = xml.next();
      if (event == START_ELEMENT) {
        open++;
      } else if (event == END_ELEMENT) {
        open--;
      }
    }
  }
}
