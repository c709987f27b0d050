package org.stowage.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class WordsTest {

  @Test
  void tellsTheCommandFromItsArguments() {
    assertEquals(
        new Words(List.of("deploy"), List.of("image", "--name", "list")),
        Words.of("deploy", "image", "--name", "list"));
  }

  @Test
  void takesTwoWordsAfterTheNameOfAGroup() {
    assertEquals(
        new Words(List.of("image", "convert"), List.of("list", "show")),
        Words.of("image", "convert", "list", "show"));
  }

  @Test
  void findsTheWordsBetweenGlobalOptionsAndTheirValues() {
    assertEquals(
        new Words(
            List.of("image", "inspect"), List.of("--home", "deploy", "-q", "-o", "json", "x")),
        Words.of("--home", "deploy", "image", "-q", "-o", "json", "inspect", "x"));
  }

  @Test
  void findsNoneAmongOptionsAlone() {
    assertEquals(new Words(List.of(), List.of("--version")), Words.of("--version"));
    assertEquals(new Words(List.of(), List.of("--home")), Words.of("--home"));
    assertEquals(new Words(List.of(), List.of()), Words.of());
  }

  @Test
  void keepsAWordThatIsNoCommand() {
    assertEquals(new Words(List.of("depoly"), List.of("x")), Words.of("depoly", "x"));
  }

  @Test
  void makesAnOptionOfHelpBeforeACommand() {
    assertEquals(
        new Words(List.of("image", "convert"), List.of("-q", "--help")),
        Words.of("-q", "help", "image", "convert"));
    assertEquals(new Words(List.of("deploy"), List.of("help")), Words.of("deploy", "help"));
  }
}
