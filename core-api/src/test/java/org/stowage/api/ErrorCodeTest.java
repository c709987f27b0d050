package org.stowage.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorCodeTest {

  @ParameterizedTest
  @CsvSource({"7, STW-0007", "3100, STW-3100", "10000, STW-10000"})
  void isPrintedWithAtLeastFourDigits(int number, String label) {
    assertEquals(label, code(number, "any").label());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Full", "full-", "-full", "full--disk", "full disk", "1st", "füll"})
  void isNamedInLowercaseKebab(String name) {
    assertThrows(IllegalArgumentException.class, () -> code(1, name));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void hasAPositiveNumber(int number) {
    assertThrows(IllegalArgumentException.class, () -> code(number, "any"));
  }

  @Test
  void commonErrorsDifferInNumberAndNameAndKeepTheirBlock() throws IllegalAccessException {
    List<ErrorCode> codes = new ArrayList<>();
    for (Field field : CommonError.class.getFields()) {
      codes.add((ErrorCode) field.get(null));
    }
    assertTrue(codes.size() > 10);
    assertEquals(
        codes.size(), new HashSet<>(codes.stream().map(ErrorCode::number).toList()).size());
    assertEquals(codes.size(), new HashSet<>(codes.stream().map(ErrorCode::name).toList()).size());
    assertTrue(codes.stream().allMatch(code -> code.number() <= 999), codes::toString);
  }

  @Test
  void exceptionsKeepTheirCodeThroughSerialisation() throws IOException, ClassNotFoundException {
    StorageException original =
        new StorageException(CommonError.DATASTORE_FULL, "no room for a.vmdk", "Free some.");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(original);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      StorageException copy = (StorageException) in.readObject();
      assertEquals(CommonError.DATASTORE_FULL, copy.code());
      assertEquals("no room for a.vmdk", copy.getMessage());
      assertEquals("Free some.", copy.remedy());
    }
  }

  @Test
  void cancellationIsNamedAndEndsAsAnInterruption() {
    CancelledException cancelled = new CancelledException("importing a.ova");

    assertEquals("importing a.ova was interrupted", cancelled.getMessage());
    assertEquals(130, cancelled.code().exit().status());
  }

  private static ErrorCode code(int number, String name) {
    return new ErrorCode(number, name, ErrorKind.USER, ExitStatus.FAILURE);
  }
}
