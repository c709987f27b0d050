package org.stowage.runtime.vsphere.session;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.stowage.api.StorageException;
import org.stowage.runtime.config.Password;
import org.stowage.runtime.config.TargetConfig;
import org.stowage.runtime.http.Backoff;
import org.stowage.runtime.vsphere.wire.Timeouts;

/** Sessions that lose no time. */
public final class TestSessions {

  public static final String PASSWORD = "s3cret&<pass>";
  public static final String OPERATION = "stowage-test-1a2b3c4d";

  public static final Timeouts PATIENT =
      new Timeouts(Duration.ofSeconds(20), Duration.ofSeconds(20));

  private TestSessions() {}

  /** Tries again three times, at once. */
  public static Session open(int port, Path caFile) throws StorageException {
    return open(port, caFile, PATIENT);
  }

  public static Session open(int port, Path caFile, Timeouts timeouts) throws StorageException {
    return new Session(
        endpoint(port, new TargetConfig.Trust(List.of(caFile), null, false)),
        OPERATION,
        timeouts,
        new Backoff(3, Duration.ofMillis(2), Duration.ofMillis(4)));
  }

  public static TargetConfig.Endpoint endpoint(int port, TargetConfig.Trust trust) {
    return new TargetConfig.Endpoint(
        "127.0.0.1", port, "root", Password.known("the test", PASSWORD), trust);
  }
}
