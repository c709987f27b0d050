package org.stowage.runtime.vsphere.soap;

import static java.util.Map.entry;

import com.vmware.vim25.DynamicData;
import java.util.Calendar;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The Java types behind the names of types, both XML Schema's and the API's. Safe for threads. */
final class TypeNames {

  private static final String PACKAGE = DynamicData.class.getPackageName() + ".";
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9]{0,150}");

  /** No server has that many types; one that makes up names does not fill the memory. */
  private static final int MOST_REMEMBERED = 5000;

  private static final Map<String, Class<?>> SIMPLE =
      Map.ofEntries(
          entry("anyType", Object.class),
          entry("Object", Object.class),
          entry("string", String.class),
          entry("String", String.class),
          entry("anyURI", String.class),
          entry("boolean", boolean.class),
          entry("byte", byte.class),
          entry("short", short.class),
          entry("int", int.class),
          entry("unsignedShort", int.class),
          entry("long", long.class),
          entry("unsignedInt", long.class),
          entry("float", float.class),
          entry("double", double.class),
          entry("dateTime", Calendar.class),
          entry("Calendar", Calendar.class),
          entry("base64Binary", byte[].class));

  /** Data classes of ours, of versions of the API later than the library's. */
  private static final Map<String, Class<?>> LATER =
      Map.of("VirtualNVMEController", VirtualNVMEController.class);

  private final Map<String, Optional<Class<?>>> known = new ConcurrentHashMap<>();

  /**
   * The type of a name, which may end in {@code []}.
   *
   * @return empty for a type that yavijava has no class for
   */
  Optional<Class<?>> find(String name) {
    if (name.endsWith("[]")) {
      return find(name.substring(0, name.length() - 2)).map(Class::arrayType);
    }
    Optional<Class<?>> type = known.get(name);
    if (type == null) {
      type = Optional.ofNullable(load(name));
      if (known.size() < MOST_REMEMBERED) {
        known.put(name, type);
      }
    }
    return type;
  }

  private static @Nullable Class<?> load(String name) {
    Class<?> simple = SIMPLE.get(name);
    if (LATER.containsKey(name)) {
      return LATER.get(name);
    }
    if (simple != null || !NAME.matcher(name).matches()) {
      return simple;
    }
    try {
      Class<?> type = Class.forName(PACKAGE + name, false, TypeNames.class.getClassLoader());
      return type.isEnum() || DataClass.isOne(type) ? type : null;
    } catch (ClassNotFoundException | NoClassDefFoundError e) {
      // The latter where the file system does not tell upper case from lower case.
      return null;
    }
  }

  /** Whether a class is data of the API, be it the library's or ours. */
  static boolean isOfTheApi(Class<?> type) {
    return type.getPackageName().equals(DynamicData.class.getPackageName())
        || LATER.containsValue(type);
  }

  /** What XML Schema, or the API, calls a type that is no array. */
  static String of(Class<?> type) {
    if (type == byte[].class) {
      return "xsd:base64Binary";
    }
    if (Calendar.class.isAssignableFrom(type)) {
      return "xsd:dateTime";
    }
    if (type == Object.class) {
      return "xsd:anyType";
    }
    if (type == Integer.class) {
      return "xsd:int";
    }
    return type.isPrimitive() || type.getPackageName().equals("java.lang")
        ? "xsd:" + type.getSimpleName().toLowerCase(java.util.Locale.ROOT)
        : type.getSimpleName();
  }
}
