package org.stowage.testkit.ephemeral;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.api.ephemeral.EphemeralBackend;

class FolderBackendTest extends EphemeralBackendContract {

  @TempDir Path folder;

  @Override
  protected EphemeralBackend backend() {
    return new FolderBackend(folder);
  }

  @Override
  protected Map<String, Object> options() {
    return Map.of();
  }
}
