package org.stowage.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitStatusTest {

  /** Scripts rely on these numbers. */
  @ParameterizedTest
  @CsvSource({
    "OK, 0",
    "FAILURE, 1",
    "USAGE, 2",
    "NOT_FOUND, 3",
    "AUTHENTICATION, 4",
    "NO_PLACEMENT, 5",
    "INTEGRITY, 6",
    "TRANSFER, 7",
    "PLUGIN_FAULT, 8",
    "TLS_NOT_VERIFIED, 60",
    "INTERRUPTED, 130"
  })
  void hasTheDocumentedNumber(ExitStatus exit, int status) {
    assertEquals(status, exit.status());
  }
}
