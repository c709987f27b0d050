package org.stowage.plugin.scaleio;

import java.io.IOException;
import java.time.Duration;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.ephemeral.Volume;
import org.stowage.plugin.scaleio.gateway.ArrayCode;
import org.stowage.plugin.scaleio.gateway.Gateway;
import org.stowage.plugin.scaleio.gateway.GatewayException;
import org.stowage.plugin.scaleio.gateway.GatewayVolumes;

/**
 * Deletes volumes, and waits for arrays that take their time over it.
 *
 * @param timeout until a removal that is in progress is over
 */
record Removal(Gateway gateway, GatewayVolumes volumes, Duration timeout) {

  private static final Duration POLL = Duration.ofMillis(500);

  void remove(Volume volume) throws IOException {
    long start = System.nanoTime();
    while (true) {
      try {
        volumes.remove(volume.id(), Connections.named(volume));
        return;
      } catch (GatewayException e) {
        if (e.is(ArrayCode.VOLUME_ABSENT, ArrayCode.NOT_FOUND)) {
          return;
        }
        boolean inTime = System.nanoTime() - start < timeout.toNanos();
        if (!e.is(ArrayCode.REMOVAL_IN_PROGRESS) || !inTime) {
          throw e;
        }
        pause();
      }
    }
  }

  private static void pause() throws StorageException {
    try {
      Thread.sleep(POLL.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageException(
          CommonError.INTERRUPTED, "interrupted while a volume was removed", "", e);
    }
  }
}
