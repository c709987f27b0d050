package com.example.loopfile;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.api.ephemeral.EphemeralBackend;
import org.stowage.testkit.ephemeral.EphemeralBackendContract;

class FileDevicesContractTest extends EphemeralBackendContract {

  @TempDir private Path folder;

  @Override
  protected EphemeralBackend backend() {
    return new LoopfileBackend();
  }

  @Override
  protected boolean takesSnapshots() {
    return true;
  }

  @Override
  protected Map<String, Object> options() {
    return Map.of("folder", folder.toString(), "devices", "file");
  }
}
