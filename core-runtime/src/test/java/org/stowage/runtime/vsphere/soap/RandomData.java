package org.stowage.runtime.vsphere.soap;

import com.vmware.vim25.DynamicData;
import com.vmware.vim25.ManagedObjectReference;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Objects of yavijava's data classes with something in every field. */
final class RandomData {

  /** What is inside of what is inside of the object is empty, lest it never ends. */
  private static final int DEEPEST = 3;

  private final Random random;
  private final Map<Class<?>, List<Class<?>>> subtypes = new HashMap<>();
  private final List<Class<?>> classes;

  RandomData(long seed, List<Class<?>> classes) {
    this.random = new Random(seed);
    this.classes = classes;
  }

  /** All of yavijava's data classes, found by the files in its jar. */
  static List<Class<?>> classes() throws Exception {
    URI jar = DynamicData.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    List<Class<?>> classes = new ArrayList<>();
    try (FileSystem files = FileSystems.newFileSystem(Path.of(jar));
        Stream<Path> names = Files.list(files.getPath("com/vmware/vim25"))) {
      for (Path name : names.sorted().toList()) {
        String file = name.getFileName().toString();
        if (file.endsWith(".class")) {
          Class<?> type = Class.forName("com.vmware.vim25." + file.replace(".class", ""));
          if (DataClass.isOne(type) && hasFields(type)) {
            classes.add(type);
          }
        }
      }
    }
    return classes;
  }

  private static boolean hasFields(Class<?> type) {
    return Stream.of(type.getFields()).anyMatch(field -> !Modifier.isStatic(field.getModifiers()));
  }

  Object make(Class<?> type) {
    return make(type, 0);
  }

  private Object make(Class<?> type, int depth) {
    Object object = DataClass.of(type).make();
    for (Field field : DataClass.of(type).fields()) {
      Object value = value(field.getType(), depth + 1);
      if (value != null) {
        DataClass.set(field, object, value);
      }
    }
    return object;
  }

  private @Nullable Object value(Class<?> type, int depth) {
    if (type.isArray()) {
      return array(type.getComponentType(), depth);
    }
    if (type == Object.class) {
      return any(depth);
    }
    if (type.isEnum()) {
      Object[] constants = type.getEnumConstants();
      return constants[random.nextInt(constants.length)];
    }
    if (type == String.class) {
      return text();
    }
    if (type == boolean.class || type == Boolean.class) {
      return random.nextBoolean();
    }
    if (type == int.class || type == Integer.class) {
      return random.nextInt();
    }
    if (type == long.class || type == Long.class) {
      return random.nextLong();
    }
    if (type == short.class) {
      return (short) random.nextInt();
    }
    if (type == byte.class) {
      return (byte) random.nextInt();
    }
    if (type == float.class || type == Float.class) {
      return random.nextInt(10) == 0 ? Float.NEGATIVE_INFINITY : random.nextFloat();
    }
    if (type == double.class) {
      return random.nextInt(10) == 0 ? Double.NaN : random.nextDouble();
    }
    if (type == Calendar.class) {
      Calendar date = new GregorianCalendar(TimeZone.getTimeZone("Asia/Kolkata"));
      date.setTimeInMillis(random.nextLong(4_000_000_000_000L));
      return date;
    }
    if (type == ManagedObjectReference.class) {
      return make(type, depth);
    }
    return depth > DEEPEST ? null : make(subtype(type), depth);
  }

  private Class<?> subtype(Class<?> type) {
    List<Class<?>> all =
        subtypes.computeIfAbsent(
            type,
            t -> {
              List<Class<?>> assignable = new ArrayList<>(classes);
              assignable.removeIf(other -> !type.isAssignableFrom(other));
              return assignable;
            });
    return all.isEmpty() ? type : all.get(random.nextInt(all.size()));
  }

  private @Nullable Object array(Class<?> component, int depth) {
    Object array = Array.newInstance(component, 1 + random.nextInt(3));
    for (int i = 0; i < Array.getLength(array); i++) {
      Object element = value(component, depth);
      if (element == null) {
        return null;
      }
      Array.set(array, i, element);
    }
    return array;
  }

  private @Nullable Object any(int depth) {
    Class<?>[] types = {
      String.class,
      Integer.class,
      Long.class,
      Boolean.class,
      Float.class,
      Calendar.class,
      ManagedObjectReference.class,
      com.vmware.vim25.ManagedEntityStatus.class,
      com.vmware.vim25.VirtualDisk.class,
      String[].class,
      int[].class,
      long[].class,
      byte[].class,
      boolean[].class,
      ManagedObjectReference[].class,
      com.vmware.vim25.OptionValue[].class,
      com.vmware.vim25.ManagedEntityStatus[].class
    };
    return value(types[random.nextInt(types.length)], depth + 1);
  }

  private String text() {
    String[] texts = {
      "",
      "[ds1] web 1/web 1.vmdk",
      "a<b>&c\"d'e]]>",
      " two  spaces ",
      "tab\tline\nreturn\r\n",
      "ü\u20AC\uD83D\uDCBF\uFFFD"
    };
    return texts[random.nextInt(texts.length)] + random.nextInt(1000);
  }
}
