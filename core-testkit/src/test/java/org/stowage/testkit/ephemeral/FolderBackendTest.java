package org.stowage.testkit.ephemeral;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.ephemeral.EphemeralBackend;
import org.stowage.api.ephemeral.EphemeralVolumes;
import org.stowage.api.ephemeral.HostMoves;
import org.stowage.api.ephemeral.Volume;
import org.stowage.api.ephemeral.VolumeLimits;
import org.stowage.api.ephemeral.VolumeRequest;

class FolderBackendTest {

  private static final long MIB = 1 << 20;

  @TempDir Path folder;
  private FolderBackend backend;

  @BeforeEach
  void make() {
    backend = new FolderBackend(folder);
  }

  abstract class OnFolder extends EphemeralBackendContract {

    /** Runs when the suite has closed its session. */
    @RegisterExtension final AfterEachCallback atEnd = context -> backend.requireNothingOpen();

    @Override
    protected EphemeralBackend backend() {
      return backend;
    }

    @Override
    protected Map<String, Object> options() {
      return Map.of();
    }
  }

  @Nested
  class WithoutRoles extends OnFolder {}

  @Nested
  class WithRoles extends OnFolder {

    @Override
    protected EphemeralBackend backend() {
      return backend.withRoles();
    }

    @Override
    protected boolean takesSnapshots() {
      return true;
    }

    @Override
    protected boolean movesBetweenHosts() {
      return true;
    }
  }

  private static Volume make(EphemeralVolumes volumes) throws IOException {
    return volumes.create(new VolumeRequest("v", MIB, Map.of()));
  }

  @Test
  void insistsThatSessionsAreClosed() throws IOException {
    EphemeralVolumes volumes = backend.open(Map.of());

    assertThrows(AssertionError.class, backend::requireNothingOpen);
    volumes.close();
    volumes.close();
    backend.requireNothingOpen();
  }

  @Test
  void insistsThatAClosedSessionIsNotUsed() throws IOException {
    EphemeralVolumes volumes = backend.withRoles().open(Map.of());
    Volume made = make(volumes);
    volumes.close();

    assertThrows(AssertionError.class, () -> make(volumes));
    assertThrows(AssertionError.class, () -> volumes.find("v"));
    assertThrows(AssertionError.class, volumes::capacityMultipleBytes);
    assertThrows(AssertionError.class, () -> volumes.connect(made, VolumeLimits.NONE));
    assertThrows(AssertionError.class, () -> volumes.disconnect(made));
    assertThrows(AssertionError.class, () -> volumes.rename(made, "w"));
    assertThrows(AssertionError.class, () -> volumes.extend(made, 2 * MIB));
    assertThrows(AssertionError.class, () -> volumes.delete(made));
    HostMoves moves = HostMoves.of(volumes, "");
    assertThrows(AssertionError.class, moves::connected);
    assertThrows(AssertionError.class, () -> moves.isConnectedElsewhere(made));
    assertThrows(AssertionError.class, () -> moves.finish(List.of(made)));
    assertThrows(AssertionError.class, () -> moves.evacuate(List.of(made), "dead"));
  }

  @Test
  void insistsThatDevicesAreDisconnected() throws IOException {
    try (EphemeralVolumes volumes = backend.open(Map.of())) {
      volumes.connect(make(volumes), VolumeLimits.NONE);
    }

    assertThrows(AssertionError.class, backend::requireNothingOpen);
  }

  @Test
  void takesVolumesFromADeadHost() throws IOException {
    try (EphemeralVolumes volumes = backend.withRoles().open(Map.of())) {
      Volume made = make(volumes);
      backend.connectTo("dead", "v");
      HostMoves moves = HostMoves.of(volumes, "");

      assertTrue(moves.isConnectedElsewhere(made));
      assertEquals(
          CommonError.NOT_ALLOWED,
          assertThrows(StorageException.class, () -> volumes.delete(made)).code());
      moves.evacuate(List.of(made), "dead");
      moves.evacuate(List.of(made), "dead");

      assertFalse(moves.isConnectedElsewhere(made));
      volumes.delete(made);
    }
  }

  @Test
  void disconnectsWhatAFailedMoveConnected() throws IOException {
    try (EphemeralVolumes volumes = backend.withRoles().open(Map.of())) {
      Volume made = make(volumes);
      Volume gone = volumes.create(new VolumeRequest("gone", MIB, Map.of()));
      volumes.delete(gone);
      Map<Volume, VolumeLimits> both = new LinkedHashMap<>();
      both.put(made, VolumeLimits.NONE);
      both.put(gone, VolumeLimits.NONE);

      assertThrows(StorageException.class, () -> HostMoves.of(volumes, "").prepare(both));

      assertFalse(backend.anyConnected());
    }
  }
}
