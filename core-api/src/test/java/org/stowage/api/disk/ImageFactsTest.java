package org.stowage.api.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.stowage.api.CommonError;

/** {@link DiskFacts} and {@link ImageProperties}: what is known, and what is only said. */
class ImageFactsTest {

  @Test
  void whatIsNotKnownIsEmpty() {
    DiskFacts facts = new DiskFacts(null, "raw", "a.img", null, 512, null, -1, null, List.of());

    assertEquals(OptionalLong.empty(), facts.knownPopulatedBytes());
    assertEquals(Optional.empty(), facts.knownAdapterType());
  }

  @Test
  void anEmptyDiskIsKnownToHoldNothing() {
    DiskFacts facts =
        new DiskFacts(null, "raw", "a.img", null, 512, AdapterType.IDE, 0, null, List.of());

    assertEquals(OptionalLong.of(0), facts.knownPopulatedBytes());
    assertEquals(Optional.of(AdapterType.IDE), facts.knownAdapterType());
  }

  @Test
  void problemsDoNotChange() {
    Problem problem = new Problem(CommonError.MALFORMED, Problem.Severity.INFO, "odd", "");
    List<Problem> problems = new ArrayList<>(List.of(problem));
    DiskFacts facts = new DiskFacts(null, "raw", "a", null, 512, null, -1, null, problems);

    problems.clear();

    assertEquals(List.of(problem), facts.problems());
    assertThrows(UnsupportedOperationException.class, () -> facts.problems().clear());
  }

  @Test
  void propertiesDoNotChangeAndBlankOnesSayNothing() {
    Map<String, String> values = new HashMap<>();
    values.put(ImageProperties.DISK_TYPE, "sparse");
    values.put(ImageProperties.ADAPTER_TYPE, " ");
    ImageProperties properties = new ImageProperties(values);

    values.clear();

    assertEquals(Optional.of("sparse"), properties.value(ImageProperties.DISK_TYPE));
    assertEquals(Optional.empty(), properties.value(ImageProperties.ADAPTER_TYPE));
    assertEquals(Optional.empty(), properties.value(ImageProperties.LINKED_CLONE));
  }
}
