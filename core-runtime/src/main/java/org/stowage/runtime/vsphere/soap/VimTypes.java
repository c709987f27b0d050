package org.stowage.runtime.vsphere.soap;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Calendar;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The library's data types, by their names on the wire, with their fields in the wire's order. */
final class VimTypes {

  private static final String PACKAGE = "com.vmware.vim25.";

  /** Types of XML Schema that stand where anything may. */
  private static final Map<String, Class<?>> SIMPLE =
      Map.ofEntries(
          Map.entry("string", String.class),
          Map.entry("anyURI", String.class),
          Map.entry("int", Integer.class),
          Map.entry("long", Long.class),
          Map.entry("short", Short.class),
          Map.entry("byte", Byte.class),
          Map.entry("boolean", Boolean.class),
          Map.entry("float", Float.class),
          Map.entry("double", Double.class),
          Map.entry("dateTime", Calendar.class),
          Map.entry("base64Binary", byte[].class));

  private static final Map<String, Optional<Class<?>>> BY_NAME = new ConcurrentHashMap<>();
  private static final Map<Class<?>, Map<String, Field>> FIELDS = new ConcurrentHashMap<>();
  private static final Map<Class<?>, Map<String, Object>> CONSTANTS = new ConcurrentHashMap<>();

  private VimTypes() {}

  /**
   * The class of a type, {@code ArrayOf…} included; empty for one the library does not know.
   *
   * @param name without a prefix
   */
  static Optional<Class<?>> named(String name) {
    return BY_NAME.computeIfAbsent(name, VimTypes::find);
  }

  private static Optional<Class<?>> find(String name) {
    if (name.startsWith("ArrayOf")) {
      String element = name.substring("ArrayOf".length());
      return (element.equals("AnyType") ? Optional.<Class<?>>of(Object.class) : find(element))
          .map(Class::arrayType);
    }
    Class<?> simple = SIMPLE.get(name);
    if (simple == null && !name.isEmpty()) {
      simple =
          SIMPLE.get(name.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + name.substring(1));
    }
    if (simple != null) {
      return Optional.of(simple);
    }
    try {
      // Not initialised, and only of the one package: the name is what a server says.
      return Optional.of(Class.forName(PACKAGE + name, false, VimTypes.class.getClassLoader()));
    } catch (ClassNotFoundException | LinkageError e) {
      return Optional.empty();
    }
  }

  /** The fields of a data type: those of its base types first, as the schema has them. */
  static Map<String, Field> fields(Class<?> type) {
    Map<String, Field> known = FIELDS.get(type);
    if (known == null) {
      known = findFields(type);
      FIELDS.put(type, known);
    }
    return known;
  }

  private static Map<String, Field> findFields(Class<?> type) {
    Map<String, Field> fields = new LinkedHashMap<>();
    Class<?> base = type.getSuperclass();
    // Faults are exceptions, whose own fields are none of the wire's.
    if (base != null
        && base != Object.class
        && !Throwable.class.getPackage().equals(base.getPackage())
        && !base.getName().startsWith("java.")) {
      fields.putAll(fields(base));
    }
    for (Field field : type.getDeclaredFields()) {
      if (Modifier.isPublic(field.getModifiers()) && !Modifier.isStatic(field.getModifiers())) {
        fields.put(field.getName(), field);
      }
    }
    return fields;
  }

  /** The constants of an enumeration by what they are on the wire. */
  static Map<String, Object> constants(Class<?> type) {
    return CONSTANTS.computeIfAbsent(
        type,
        of -> {
          Map<String, Object> constants = new LinkedHashMap<>();
          for (Object constant : of.getEnumConstants()) {
            constants.put(constant.toString(), constant);
          }
          return constants;
        });
  }
}
