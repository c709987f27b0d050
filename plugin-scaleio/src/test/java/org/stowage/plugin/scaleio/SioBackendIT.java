package org.stowage.plugin.scaleio;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.api.ephemeral.EphemeralBackend;
import org.stowage.testkit.ephemeral.EphemeralBackendContract;
import org.stowage.testkit.lab.LabGateway;

/** The contract of ephemeral backends, against arrays of several generations. */
class SioBackendIT {

  abstract static class OnLabGateway extends EphemeralBackendContract {

    @TempDir Path byId;
    private LabGateway gateway;

    abstract List<String> gatewayOptions();

    @Override
    protected EphemeralBackend backend() {
      return new SioBackend();
    }

    @Override
    protected Map<String, Object> options() throws IOException {
      if (gateway == null) {
        gateway = LabGateway.start(byId, gatewayOptions().toArray(String[]::new));
      }
      return gateway.options();
    }

    @Override
    protected boolean takesSnapshots() {
      return true;
    }

    @Override
    protected boolean movesBetweenHosts() {
      return true;
    }

    @AfterEach
    void endGateway() throws IOException {
      if (gateway != null) {
        gateway.close();
      }
    }
  }

  @Nested
  class OnVersion2 extends OnLabGateway {
    @Override
    List<String> gatewayOptions() {
      return List.of("--version=2.0");
    }
  }

  @Nested
  class OnVersion3 extends OnLabGateway {
    @Override
    List<String> gatewayOptions() {
      return List.of("--version=3.5");
    }
  }

  @Nested
  class OnVersion4WithBearersOnly extends OnLabGateway {
    @Override
    List<String> gatewayOptions() {
      return List.of("--version=4.5", "--bearer");
    }
  }

  @Nested
  class OnVersion5 extends OnLabGateway {
    @Override
    List<String> gatewayOptions() {
      return List.of("--version=5.0");
    }
  }
}
