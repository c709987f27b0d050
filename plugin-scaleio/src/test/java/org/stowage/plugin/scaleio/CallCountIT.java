package org.stowage.plugin.scaleio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.stowage.api.CommonError;
import org.stowage.api.ephemeral.Volume;
import org.stowage.api.ephemeral.VolumeRequest;

/**
 * How much each operation asks of a gateway: as much with many volumes on the array as with few.
 */
class CallCountIT extends LabTest {

  @Test
  void anOperationTakesTheSameCallsHoweverManyVolumesThereAre() throws IOException {
    List<String> few = callsOfALife();
    for (int i = 0; i < 50; i++) {
      make("other-" + i);
    }
    assertEquals(few, callsOfALife());
    assertFalse(lab.operations().contains("listVolume"));
  }

  private List<String> callsOfALife() throws IOException {
    volumes.close();
    volumes = (SioVolumes) new SioBackend().open(lab.options());
    lab.forgetCalls();
    Volume made = make("v");
    connect(made);
    made = volumes.extend(made, 2 * UNIT);
    made = volumes.rename(made, "w");
    volumes.find("w");
    Volume snapshot = volumes.snapshot(Map.of(made, "s")).get(made);
    volumes.disconnect(made);
    volumes.delete(snapshot);
    volumes.delete(made);
    return lab.operations();
  }

  @Test
  void takesTheFewestCallsThatDoIt() throws IOException {
    assertEquals(
        List.of(
            // the session, and where things are: once
            "login",
            "version",
            "queryIdByKey",
            "queryIdByKey",
            "getStoragePool",
            "createVolume",
            "listSdc",
            "listSystem",
            "addMappedSdc",
            "getVolume",
            "setVolumeSize",
            "setVolumeName",
            "queryIdByKey",
            "getVolume",
            "snapshotVolumes",
            "queryBySelectedIds",
            "removeMappedSdc",
            "removeVolume",
            "removeVolume"),
        callsOfALife());
  }

  @Test
  void refusesASizeBeforeItAsksForAnythingButTheVersion() throws IOException {
    for (long bytes : List.of(0L, 1L, UNIT + 512, UNIT + (1 << 20))) {
      refuse(bytes);
    }
    assertEquals(List.of(), lab.operations());
    refuse(UNIT + (1L << 30));
    refuse(10L << 30);
    assertEquals(List.of("login", "version"), lab.operations());
  }

  private void refuse(long bytes) throws IOException {
    assertFails(
        CommonError.USAGE,
        List.of("v", "domain1/pool1", lab.url().toString(), "multiple of"),
        () -> volumes.create(new VolumeRequest("v", bytes, Map.of())));
  }

  @Test
  void sizesAreMultiplesOfWhatTheVersionSays() throws IOException {
    List<Long> multiples = new ArrayList<>();
    for (String version : List.of("2.0", "3.5", "4.5", "5.0")) {
      restart("--version=" + version);
      multiples.add(volumes.capacityMultipleBytes());
    }
    assertEquals(List.of(UNIT, UNIT, UNIT, 1L << 30), multiples);
  }
}
