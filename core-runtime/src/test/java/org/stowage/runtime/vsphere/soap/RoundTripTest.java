package org.stowage.runtime.vsphere.soap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.vmware.vim25.ws.Argument;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.Calendar;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is written is read again as it was, for every class of data that yavijava has. */
class RoundTripTest {

  private final SoapEncoder encoder = new SoapEncoder("stowage-test-1");
  private final SoapDecoder decoder = new SoapDecoder();

  @Test
  void everyDataClassComesBackAsItWas() throws Exception {
    List<Class<?>> classes = RandomData.classes();
    assertTrue(classes.size() > 2500, classes.size() + " classes");
    for (long seed = 1; seed <= 3; seed++) {
      RandomData data = new RandomData(seed, classes);
      for (Class<?> type : classes) {
        Object written = data.make(type);
        assertSame(written, sentAndBack(type.getSimpleName(), written), type.getSimpleName());
      }
    }
  }

  @Test
  void arraysAndSimpleValuesComeBackAsTheyWere() throws Exception {
    assertSame(new int[] {1, -2}, sentAndBack("int[]", new int[] {1, -2}), "int[]");
    assertSame(new boolean[] {true}, sentAndBack("boolean[]", new boolean[] {true}), "boolean[]");
    assertSame(new String[] {"", "b"}, sentAndBack("String[]", new String[] {"", "b"}), "String[]");
    assertEquals(42L, sentAndBack("long", 42L));
    assertEquals(true, sentAndBack("boolean", true));
    assertEquals(" a ", sentAndBack("String", " a "));
  }

  /** The arguments of a call look like an answer that returns them. */
  private @Nullable Object sentAndBack(String type, Object value) throws Exception {
    byte[] sent =
        encoder.encode(new SoapCall("Echo", List.of(new Argument("returnval", type, value)), null));
    try {
      return ((SoapAnswer.Returned) decoder.decode(new ByteArrayInputStream(sent), type)).value();
    } catch (Exception | AssertionError e) {
      throw new AssertionError(type + ": " + new String(sent, StandardCharsets.UTF_8), e);
    }
  }

  private static void assertSame(@Nullable Object one, @Nullable Object other, String path) {
    if (one == null || other == null) {
      assertEquals(one, other, path);
    } else if (one instanceof Calendar a) {
      assertEquals(a.toInstant(), ((Calendar) other).toInstant(), path);
    } else if (one.getClass().isArray()) {
      assertEquals(one.getClass(), other.getClass(), path);
      assertEquals(Array.getLength(one), Array.getLength(other), path);
      for (int i = 0; i < Array.getLength(one); i++) {
        assertSame(Array.get(one, i), Array.get(other, i), path + "[" + i + "]");
      }
    } else if (DataClass.isOne(one.getClass())) {
      assertEquals(one.getClass(), other.getClass(), path);
      for (Field field : DataClass.of(one.getClass()).fields()) {
        assertSame(
            DataClass.get(field, one), DataClass.get(field, other), path + "." + field.getName());
      }
    } else {
      assertTrue(Objects.equals(one, other), path + ": " + one + " became " + other);
    }
  }
}
