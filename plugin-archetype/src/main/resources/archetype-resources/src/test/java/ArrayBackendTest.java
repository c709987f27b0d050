package ${package};

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.api.ephemeral.EphemeralBackend;
import org.stowage.testkit.ephemeral.EphemeralBackendContract;

/** What Stowage relies on, from its testkit. */
class ArrayBackendTest extends EphemeralBackendContract {

  @TempDir private Path folder;

  @Override
  protected EphemeralBackend backend() {
    return new ArrayBackend();
  }

  @Override
  protected Map<String, Object> options() {
    return Map.of("folder", folder.toString());
  }
}
