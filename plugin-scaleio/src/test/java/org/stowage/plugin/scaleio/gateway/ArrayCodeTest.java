package org.stowage.plugin.scaleio.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArrayCodeTest {

  private static Answer answer(int status, String body) {
    return Answer.of(status, body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
    "79, x, VOLUME_ABSENT",
    "78, x, VOLUME_ABSENT",
    "81, x, MAPPED_ALREADY",
    "4037, x, MAPPED_ALREADY",
    "84, x, NOT_MAPPED",
    "4039, x, NOT_MAPPED",
    "4711, The volume is not mapped to SDC, NOT_MAPPED",
    "4711, Volume is mapped, MAPPED",
    "4711, The SDC is not approved, SDC_NOT_APPROVED",
    "309, Requested volume size exceeds the volume allocation limit, POOL_FULL",
    "0, x, OTHER"
  })
  void isKnownByNumberOrByText(int number, String text, ArrayCode code) {
    assertEquals(code, ArrayCode.of(number, text));
  }

  @Test
  void looksIntoDetails() {
    Answer answer =
        answer(
            500,
            "{'message':'Error with details','httpStatusCode':500,'errorCode':0,"
                + "'details':[{'error':'X','rc':182,'errorMessage':'limit'}]}");
    assertEquals(ArrayCode.TOO_MANY_SNAPSHOTS, answer.arrayCode());
    assertEquals("Error with details; limit (error 182)", answer.explanation());
  }

  @ParameterizedTest
  @CsvSource({
    "{'message':'gone'}, gone (HTTP status 500)",
    "{'message':'gone'; 'errorCode':'79'}, gone (error 79)",
    "{'errorCode':79}, HTTP status 500",
    "[1;2], HTTP status 500",
    "null, HTTP status 500",
    "<html>password</html>, HTTP status 500",
    "'', HTTP status 500"
  })
  void standsErrorsOfAnyShape(String body, String explanation) {
    assertEquals(explanation, answer(500, body.replace(';', ',')).explanation());
  }

  @Test
  void decidesByTheStatusWhetherToLogIn() {
    assertTrue(answer(401, "<html>").wantsLogin());
    assertTrue(answer(403, "").wantsLogin());
    assertFalse(answer(500, "{'message':'Unauthorized'}").wantsLogin());
  }

  @ParameterizedTest
  @CsvSource({
    "503, <html>, true",
    "500, <html>, true",
    "429, {}, true",
    "500, {'errorCode':164}, true",
    "500, {'errorCode':79}, false",
    "400, {'errorCode':0}, false",
    "200, {'errorCode':164}, false"
  })
  void knowsWhatPasses(int status, String body, boolean passing) {
    assertEquals(passing, answer(status, body).isPassing());
  }

  @ParameterizedTest
  @CsvSource({"2.0, 8", "3.5, 8", "4.5.1.2, 8", "5.0, 1", "10, 1"})
  void versionsAreComparedByNumber(String text, int multipleGib) {
    ArrayVersion version = ArrayVersion.parse(text).orElseThrow();
    assertEquals((long) multipleGib << 30, version.capacityMultipleBytes());
    assertTrue(version.compareTo(new ArrayVersion(1, 99)) > 0);
    assertTrue(ArrayVersion.parse("x" + text).isEmpty());
  }
}
