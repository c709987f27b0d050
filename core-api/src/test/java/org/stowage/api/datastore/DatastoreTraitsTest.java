package org.stowage.api.datastore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.api.datastore.DatastoreTraits.DataFiles;
import org.stowage.api.datastore.DatastoreTraits.TopLevelFolders;

class DatastoreTraitsTest {

  @Test
  void servesItsTypeNamesIgnoringCase() {
    DatastoreTraits traits = traits(512, "NFS", "NFS41");

    assertTrue(traits.serves("nfs"));
    assertTrue(traits.serves("Nfs41"));
    assertFalse(traits.serves("NFS4"));
    assertFalse(traits.serves(""));
  }

  @Test
  void servesAtLeastOneTypeName() {
    assertThrows(IllegalArgumentException.class, () -> traits(512));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -512, 1, 511, 1000})
  void refusesCapacityMultiplesThatAreNoSectors(long multiple) {
    assertThrows(IllegalArgumentException.class, () -> traits(multiple, "NFS"));
  }

  @ParameterizedTest
  @CsvSource({
    "512, 1, 512",
    "512, 512, 512",
    "512, 513, 1024",
    "1048576, 1, 1048576",
    "1048576, 3145728, 3145728",
    "1048576, 3145729, 4194304"
  })
  void roundsCapacitiesUp(long multiple, long bytes, long rounded) {
    assertEquals(rounded, traits(multiple, "NFS").roundedUp(bytes));
  }

  @Test
  void roundsNothingUpBeyondItsRange() {
    assertThrows(ArithmeticException.class, () -> traits(512, "NFS").roundedUp(Long.MAX_VALUE));
  }

  private static DatastoreTraits traits(long multiple, String... typeNames) {
    return new DatastoreTraits(
        Set.of(typeNames), DataFiles.ADDRESSABLE, TopLevelFolders.PLAIN, multiple);
  }
}
