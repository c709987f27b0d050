package org.stowage.runtime.vsphere.soap;

import com.vmware.vim25.DynamicData;
import com.vmware.vim25.ManagedObjectReference;
import com.vmware.vim25.MethodFault;
import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads values out of one message. */
final class ValueReader {

  private static final String ARRAY = "ArrayOf";

  private final XmlReader xml;
  private final TypeNames types;
  private final Novelties novelties;

  ValueReader(XmlReader xml, TypeNames types, Novelties novelties) {
    this.xml = xml;
    this.types = types;
    this.novelties = novelties;
  }

  /**
   * Reads the element that was entered last, and leaves it.
   *
   * @param declared what the schema says that stands here; no array
   * @return null when the element stands for nothing, or for something that yavijava does not know
   */
  @Nullable Object read(Class<?> declared) throws IOException {
    if (xml.isNil()) {
      xml.skip();
      return null;
    }
    if (declared == Object.class) {
      return readAny();
    }
    if (declared == ManagedObjectReference.class) {
      return readReference();
    }
    if (declared.isEnum()) {
      return readConstant(declared);
    }
    if (SimpleValues.isSimple(declared)) {
      return readSimple(declared);
    }
    return readData(declared);
  }

  /** The elements of the same name as the one that was entered last were gathered: an array. */
  Object array(Class<?> component, List<Object> elements) throws IOException {
    if (component == byte.class) {
      return parse(
          "bytes",
          () -> SimpleValues.parseBytes(elements.stream().map(String.class::cast).toList()));
    }
    Object array = Array.newInstance(component, elements.size());
    for (int i = 0; i < elements.size(); i++) {
      Array.set(array, i, elements.get(i));
    }
    return array;
  }

  /** What {@link #array} takes for one element; null when there is nothing to take. */
  @Nullable Object readElement(Class<?> component) throws IOException {
    return component == byte.class ? xml.text() : read(component);
  }

  private @Nullable Object readAny() throws IOException {
    String name = xml.type();
    if (name == null) {
      return xml.text();
    }
    Optional<Class<?>> type = types.find(name);
    if (type.isEmpty() || name.startsWith(ARRAY)) {
      return readAnyArray(name);
    }
    if (type.get() == byte[].class) {
      return array(byte.class, List.of(xml.text()));
    }
    // xsd:anyType, said explicitly, says nothing.
    return type.get() == Object.class ? xml.text() : read(type.get());
  }

  /** {@code ArrayOfInt}: an element that holds elements, whatever their names. */
  private @Nullable Object readAnyArray(String name) throws IOException {
    Optional<Class<?>> component =
        name.startsWith(ARRAY) ? component(name.substring(ARRAY.length())) : Optional.empty();
    if (component.isEmpty()) {
      novelties.type(name);
      xml.skip();
      return null;
    }
    List<Object> elements = new ArrayList<>();
    while (xml.enterChild()) {
      Object element = readElement(component.get());
      if (element != null) {
        elements.add(element);
      }
    }
    return array(component.get(), elements);
  }

  /** Schema types are written with a small letter, but not behind {@code ArrayOf}. */
  private Optional<Class<?>> component(String name) {
    if (name.isEmpty()) {
      return Optional.empty();
    }
    String schemaName = Character.toLowerCase(name.charAt(0)) + name.substring(1);
    return types.find(schemaName).or(() -> types.find(name));
  }

  private ManagedObjectReference readReference() throws IOException {
    ManagedObjectReference reference = new ManagedObjectReference();
    String type = xml.attribute("type");
    reference.setType(type == null ? "" : type);
    reference.setVal(xml.text());
    return reference;
  }

  private @Nullable Object readConstant(Class<?> type) throws IOException {
    String name = xml.text().strip();
    for (Object constant : type.getEnumConstants()) {
      if (((Enum<?>) constant).name().equals(name)) {
        return constant;
      }
    }
    novelties.constant(type, name);
    return null;
  }

  private Object readSimple(Class<?> type) throws IOException {
    String name = xml.name();
    String text = xml.text();
    return parse(name, () -> SimpleValues.parse(type, text));
  }

  private static <T> T parse(String what, java.util.function.Supplier<T> parser)
      throws MalformedAnswerException {
    try {
      return parser.get();
    } catch (IllegalArgumentException | java.time.DateTimeException e) {
      throw new MalformedAnswerException("the value of " + what + " is none: " + e.getMessage(), e);
    }
  }

  private Object readData(Class<?> declared) throws IOException {
    String name = xml.type();
    Class<?> type = name == null ? declared : subtype(name, declared);
    DataClass data = DataClass.of(type);
    Object object = data.make();
    Map<Field, List<Object>> arrays = new LinkedHashMap<>();
    while (xml.enterChild()) {
      Field field = data.field(xml.name());
      if (field == null) {
        novelties.field(type, xml.name());
        xml.skip();
      } else if (field.getType().isArray()) {
        Object element = readElement(field.getType().getComponentType());
        List<Object> elements = arrays.computeIfAbsent(field, f -> new ArrayList<>());
        if (element != null) {
          elements.add(element);
        }
      } else {
        Object value = read(field.getType());
        if (value != null) {
          DataClass.set(field, object, value);
        }
      }
    }
    for (Map.Entry<Field, List<Object>> array : arrays.entrySet()) {
      Class<?> component = array.getKey().getType().getComponentType();
      DataClass.set(array.getKey(), object, array(component, array.getValue()));
    }
    if (name != null && type == declared) {
      keepName(object, name);
    }
    return object;
  }

  private Class<?> subtype(String name, Class<?> declared) {
    Optional<Class<?>> type = types.find(name);
    if (type.isPresent() && declared.isAssignableFrom(type.get())) {
      return type.get();
    }
    novelties.type(name);
    return declared;
  }

  /** Nobody could tell otherwise what the object, read as its supertype, is on the server. */
  private static void keepName(Object object, String name) {
    if (name.equals(object.getClass().getSimpleName())) {
      return;
    }
    if (object instanceof DynamicData data && data.getDynamicType() == null) {
      data.setDynamicType(name);
    } else if (object instanceof MethodFault fault && fault.getDynamicType() == null) {
      fault.setDynamicType(name);
    }
  }
}
