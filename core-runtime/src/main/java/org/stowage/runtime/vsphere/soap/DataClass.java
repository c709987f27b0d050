package org.stowage.runtime.vsphere.soap;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The public fields of one of yavijava's data classes, by which it is written and read. Faults are
 * data as well, as far as they are not {@link Throwable}.
 */
final class DataClass {

  private static final ClassValue<DataClass> ALL =
      new ClassValue<>() {
        @Override
        protected DataClass computeValue(Class<?> type) {
          return new DataClass(type);
        }
      };

  private final Constructor<?> constructor;
  private final List<Field> fields = new ArrayList<>();
  private final Map<String, Field> byName = new HashMap<>();

  private DataClass(Class<?> type) {
    try {
      constructor = type.getConstructor();
    } catch (NoSuchMethodException e) {
      throw new IllegalArgumentException(type + " is no data class", e);
    }
    addFields(type);
  }

  static DataClass of(Class<?> type) {
    return ALL.get(type);
  }

  /** Whether objects of a class are data of the API. */
  static boolean isOne(Class<?> type) {
    if (!TypeNames.isOfTheApi(type) || type.isEnum() || Modifier.isAbstract(type.getModifiers())) {
      return false;
    }
    try {
      type.getConstructor();
      return true;
    } catch (NoSuchMethodException e) {
      return false;
    }
  }

  /** Inherited ones first, as the schema has them in sequence. */
  private void addFields(Class<?> type) {
    Class<?> parent = type.getSuperclass();
    if (parent != null && TypeNames.isOfTheApi(parent)) {
      addFields(parent);
    }
    for (Field field : type.getDeclaredFields()) {
      int modifiers = field.getModifiers();
      if (Modifier.isPublic(modifiers) && !Modifier.isStatic(modifiers)) {
        fields.add(field);
        byName.put(elementName(field), field);
      }
    }
  }

  /** In the order in which they are written. */
  List<Field> fields() {
    return fields;
  }

  /** The field of an element; null when the class has none of that name. */
  @Nullable Field field(String elementName) {
    return byName.get(elementName);
  }

  /** yavijava puts an underscore before names that Java keeps for itself. */
  static String elementName(Field field) {
    String name = field.getName();
    return name.startsWith("_") ? name.substring(1) : name;
  }

  Object make() {
    try {
      return constructor.newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make a " + constructor.getDeclaringClass(), e);
    }
  }

  static @Nullable Object get(Field field, Object object) {
    try {
      return field.get(object);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("cannot read " + field, e);
    }
  }

  static void set(Field field, Object object, Object value) {
    try {
      field.set(object, value);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("cannot write " + field, e);
    }
  }
}
