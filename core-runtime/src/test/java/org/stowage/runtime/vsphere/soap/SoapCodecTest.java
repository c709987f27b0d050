package org.stowage.runtime.vsphere.soap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.vmware.vim25.ManagedObjectReference;
import com.vmware.vim25.ws.Argument;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every data type of the library goes out as XML and comes back the same. */
class SoapCodecTest {

  private static final int MOST_DEPTH = 3;

  private final Random random = new Random(20);

  @Test
  void writesAndReadsEveryDataType() throws Exception {
    int tried = 0;
    for (Class<?> type : dataTypes()) {
      Object value = filled(type, 0);
      if (value == null) {
        continue;
      }
      tried++;
      byte[] xml =
          SoapRequest.encode(
              "Echo", new Argument[] {new Argument("returnval", "Any", value)}, "test");
      Object read = SoapResponse.decode(new ByteArrayInputStream(xml), type.getSimpleName());
      assertEquals(shown(value), shown(read), type.getName());
    }
    assertTrue(tried > 2000, "types tried: " + tried);
  }

  private static List<Class<?>> dataTypes() throws Exception {
    URI jar =
        ManagedObjectReference.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    List<Class<?>> types = new ArrayList<>();
    try (FileSystem files = FileSystems.newFileSystem(Path.of(jar));
        Stream<Path> entries = Files.list(files.getPath("com/vmware/vim25"))) {
      for (Path entry : entries.sorted().toList()) {
        String name = entry.getFileName().toString();
        if (name.endsWith(".class") && !name.contains("$") && !name.startsWith("ArrayOf")) {
          VimTypes.named(name.substring(0, name.length() - ".class".length()))
              .filter(type -> !type.isInterface() && !type.isEnum())
              .ifPresent(types::add);
        }
      }
    }
    return types;
  }

  /** A value of a type with all its fields set, as deep as is allowed. */
  private @Nullable Object filled(Class<?> type, int depth) throws Exception {
    if (type == String.class || type == Object.class) {
      return "text <&> \u00e4\ud83d\ude00 " + random.nextInt();
    } else if (type == int.class || type == Integer.class) {
      return random.nextInt();
    } else if (type == long.class || type == Long.class) {
      return random.nextLong();
    } else if (type == short.class || type == Short.class) {
      return (short) random.nextInt();
    } else if (type == byte.class || type == Byte.class) {
      return (byte) random.nextInt();
    } else if (type == boolean.class || type == Boolean.class) {
      return random.nextBoolean();
    } else if (type == float.class || type == Float.class) {
      return random.nextFloat();
    } else if (type == double.class || type == Double.class) {
      return random.nextDouble();
    } else if (Calendar.class.isAssignableFrom(type)) {
      Instant time = Instant.ofEpochMilli(random.nextInt(2_000_000_000) * 1000L + 123);
      return GregorianCalendar.from(time.atZone(ZoneOffset.UTC));
    } else if (type == byte[].class) {
      return new byte[] {1, 2, (byte) random.nextInt()};
    } else if (type == ManagedObjectReference.class) {
      ManagedObjectReference reference = new ManagedObjectReference();
      reference.setType("Datastore");
      reference.setVal("datastore-" + random.nextInt(100));
      return reference;
    } else if (type.isEnum()) {
      return type.getEnumConstants()[random.nextInt(type.getEnumConstants().length)];
    } else if (type.isArray()) {
      return filledArray(type.getComponentType(), depth);
    }
    return filledObject(type, depth);
  }

  private @Nullable Object filledArray(Class<?> element, int depth) throws Exception {
    Object first = filled(element, depth);
    if (first == null) {
      return null;
    }
    Object array = Array.newInstance(element, 2);
    Array.set(array, 0, first);
    Array.set(array, 1, filled(element, depth));
    return array;
  }

  private @Nullable Object filledObject(Class<?> type, int depth) throws Exception {
    if (depth > MOST_DEPTH || Modifier.isAbstract(type.getModifiers())) {
      return null;
    }
    Object object;
    try {
      object = type.getDeclaredConstructor().newInstance();
    } catch (NoSuchMethodException | IllegalAccessException e) {
      return null;
    }
    for (Field field : VimTypes.fields(type).values()) {
      Object value = filled(field.getType(), depth + 1);
      if (value != null) {
        field.set(object, value);
      }
    }
    return object;
  }

  /** All of a value as text, by its fields. */
  private static String shown(@Nullable Object value) throws Exception {
    if (value == null) {
      return "-";
    } else if (value.getClass().isArray()) {
      StringBuilder text = new StringBuilder("[");
      for (int i = 0; i < Array.getLength(value); i++) {
        text.append(shown(Array.get(value, i))).append(',');
      }
      return text.append(']').toString();
    } else if (value instanceof Calendar time) {
      return time.toInstant().toString();
    } else if (value instanceof ManagedObjectReference reference) {
      return reference.getType() + ":" + reference.getVal();
    } else if (value instanceof Enum || value.getClass().getName().startsWith("java.")) {
      return value.toString();
    }
    StringBuilder text = new StringBuilder(value.getClass().getSimpleName()).append('{');
    for (Map.Entry<String, Field> field : VimTypes.fields(value.getClass()).entrySet()) {
      text.append(field.getKey())
          .append('=')
          .append(shown(field.getValue().get(value)))
          .append(';');
    }
    return text.append('}').toString();
  }
}
