package org.stowage.plugin.scaleio.host;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;

/**
 * The devices of volumes that are mapped to this host, by their links: the same on every host,
 * other than the devices' own names.
 *
 * @param folder where udev keeps the links; may be missing while there is none
 * @param timeout until a device has come, gone or grown
 * @param rescanAfter when a device that has not come is looked for by the driver
 * @param poll between two looks
 */
public record Devices(
    Path folder, DrvCfg drvCfg, Duration timeout, Duration rescanAfter, Duration poll) {

  /** The link of a volume; partitions of it, and volumes of other systems, have other names. */
  public Path link(String systemId, String volumeId) {
    return folder.resolve("emc-vol-" + systemId + "-" + volumeId);
  }

  public boolean isThere(Path link) {
    return Files.exists(link, LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Waits until a device is there with at least so many bytes.
   *
   * @return whether it is, in time
   */
  public boolean await(Path link, long leastBytes) throws IOException {
    long start = System.nanoTime();
    boolean rescanned = false;
    while (sizeBytes(link) < leastBytes) {
      Duration waited = Duration.ofNanos(System.nanoTime() - start);
      if (waited.compareTo(timeout) > 0) {
        return false;
      }
      if (!rescanned && waited.compareTo(rescanAfter) >= 0) {
        drvCfg.rescan();
        rescanned = true;
      } else {
        pause();
      }
    }
    return true;
  }

  /**
   * Waits until a device is gone: one that stays would be found dead by whoever connects next.
   *
   * @return whether it is, in time
   */
  public boolean awaitGone(Path link) throws IOException {
    long start = System.nanoTime();
    while (isThere(link)) {
      if (Duration.ofNanos(System.nanoTime() - start).compareTo(timeout) > 0) {
        return false;
      }
      pause();
    }
    return true;
  }

  /** Lets the driver see that a volume has grown, and waits until it does. */
  public boolean awaitGrown(Path link, long capacityBytes) throws IOException {
    drvCfg.rescan();
    return await(link, capacityBytes);
  }

  /** What can be read of a device; 0 when it is not there, or cannot be opened yet. */
  private static long sizeBytes(Path link) {
    try (FileChannel device = FileChannel.open(link)) {
      return device.size();
    } catch (IOException e) {
      return 0;
    }
  }

  private void pause() throws StorageException {
    try {
      Thread.sleep(poll.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageException(
          CommonError.INTERRUPTED, "interrupted while waiting for a device", "", e);
    }
  }
}
