package org.stowage.plugin.scaleio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.api.ErrorCode;
import org.stowage.api.StorageException;
import org.stowage.api.ephemeral.Volume;
import org.stowage.api.ephemeral.VolumeLimits;
import org.stowage.api.ephemeral.VolumeRequest;
import org.stowage.plugin.scaleio.gateway.Gateway;
import org.stowage.plugin.scaleio.gateway.Patience;
import org.stowage.plugin.scaleio.gateway.ServerTrust;
import org.stowage.testkit.lab.LabGateway;

/** A lab gateway with a session that is less patient than those of real hosts. */
abstract class LabTest {

  static final long UNIT = 8L << 30;

  private static final Patience SHORT =
      new Patience(
          Duration.ofSeconds(5),
          Duration.ofSeconds(2),
          List.of(Duration.ofMillis(20), Duration.ofMillis(40), Duration.ofMillis(80)));

  @TempDir Path byId;
  LabGateway lab;
  SioVolumes volumes;

  @BeforeEach
  void startLab() throws IOException {
    restart();
  }

  void restart(String... options) throws IOException {
    endLab();
    lab = LabGateway.start(byId, options);
    volumes = open(SHORT);
  }

  SioVolumes open(Patience patience) throws IOException {
    ScaleioOptions options = ScaleioOptions.read(lab.options());
    return new SioVolumes(
        new Gateway(
            options.gateway(), options.credentials(), ServerTrust.verified(lab.caFile()), patience),
        new SioHost(options),
        options);
  }

  @AfterEach
  void endLab() throws IOException {
    if (volumes != null) {
      volumes.close();
    }
    if (lab != null) {
      lab.close();
    }
  }

  Volume make(String name) throws IOException {
    return volumes.create(new VolumeRequest(name, UNIT, Map.of()));
  }

  void connect(Volume volume) throws IOException {
    volumes.connect(volume, VolumeLimits.NONE);
  }

  /** Asserts one clear error: with its code, all these words, and no secret in any part of it. */
  StorageException assertFails(ErrorCode code, List<String> words, Executable failing)
      throws IOException {
    StorageException failure = assertThrows(StorageException.class, failing);
    assertEquals(code, failure.code(), failure.getMessage());
    for (String word : words) {
      assertTrue(failure.getMessage().contains(word), word + " in: " + failure.getMessage());
    }
    StringWriter all = new StringWriter();
    failure.printStackTrace(new PrintWriter(all));
    assertFalse(all.toString().contains(lab.password()), all::toString);
    return failure;
  }

  long count(String operation) throws IOException {
    return lab.operations().stream().filter(operation::equals).count();
  }
}
