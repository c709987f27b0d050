package org.stowage.runtime.ephemeral;

import com.sun.nio.file.ExtendedOpenOption;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.DiskSink;
import org.stowage.api.ephemeral.Connection;
import org.stowage.api.ephemeral.EphemeralBackend;
import org.stowage.api.ephemeral.EphemeralVolumes;
import org.stowage.api.ephemeral.InstanceDisk;
import org.stowage.api.ephemeral.Volume;
import org.stowage.api.ephemeral.VolumeLimits;
import org.stowage.api.ephemeral.VolumeRequest;
import org.stowage.api.ephemeral.VolumeUse;
import org.stowage.vmdk.write.DiskSinks;

/**
 * Makes and deletes the disks of instances.
 *
 * <p>A disk is a volume under another name until all of its content is there. So a disk that has
 * its own name is complete, and is left as it is; whatever has the other name is of a run that did
 * not end, and is removed by the next. A failed call leaves no volume and no connection. Disks are
 * not connected when they have been made.
 *
 * <p>Safe for use by several threads, as long as no two work on the same disk.
 */
public final class InstanceDisks {

  private final EphemeralBackend backend;
  private final EphemeralVolumes volumes;

  /**
   * @param volumes of this backend; stays open
   */
  public InstanceDisks(EphemeralBackend backend, EphemeralVolumes volumes) {
    this.backend = backend;
    this.volumes = volumes;
  }

  /**
   * A disk to be made.
   *
   * @param capacityBytes of the disk
   * @param flavorKeys as of {@link VolumeRequest}
   */
  public record NewDisk(InstanceDisk disk, long capacityBytes, Map<String, String> flavorKeys) {

    public NewDisk {
      flavorKeys = Map.copyOf(flavorKeys);
    }
  }

  /** Puts content onto a device. */
  private interface Content {
    void putOnto(Volume volume, String device) throws IOException;
  }

  /**
   * Makes a disk of an image.
   *
   * @param image read to its end
   * @throws StorageException {@code usage} for a capacity that is zero, no multiple of what the
   *     array allots, or smaller than the image; before anything is made
   */
  public Volume fromImage(NewDisk wanted, DiskImage image, Transfer transfer) throws IOException {
    long imageBytes = image.facts().capacityBytes();
    if (wanted.capacityBytes() <= 0) {
      throw refused(
          wanted,
          "the flavor gives it no capacity, and only instances that boot from a volume need none",
          "Choose a flavor with a root disk.");
    }
    checkMultiple(wanted);
    if (imageBytes > wanted.capacityBytes()) {
      throw refused(
          wanted,
          "the image has "
              + imageBytes
              + " bytes, and the flavor gives "
              + wanted.capacityBytes()
              + " bytes",
          "Choose a flavor with a larger root disk.");
    }
    return make(wanted, filling(image, transfer));
  }

  /**
   * Makes the disk that an instance is rescued from, as large as its image needs: the only capacity
   * that is rounded up. One that is there is replaced.
   *
   * @param disk whatever its name, it has no second one while it is not complete
   */
  public Volume rescue(
      InstanceDisk disk, Map<String, String> flavorKeys, DiskImage image, Transfer transfer)
      throws IOException {
    long multipleBytes = volumes.capacityMultipleBytes();
    long imageBytes = image.facts().capacityBytes();
    long capacityBytes =
        Math.multiplyExact(-Math.floorDiv(-imageBytes, multipleBytes), multipleBytes);
    String name = backend.volumeName(disk, VolumeUse.DISK);
    remove(name);
    return filled(
        new VolumeRequest(name, capacityBytes, flavorKeys), filling(image, transfer), name);
  }

  private static Content filling(DiskImage image, Transfer transfer) {
    return (volume, device) -> {
      try (DiskSink sink =
          DiskSinks.device(
              device, image.facts().capacityBytes(), unbuffered(device), volume.readsAsZero())) {
        image.copyTo(sink, transfer);
        sink.finish();
      }
    };
  }

  /**
   * Opens a device so that what is written goes to it at once, and past the memory of this host;
   * what is no device may not be able to.
   */
  private static FileChannel unbuffered(String device) throws IOException {
    Path path = Path.of(device);
    try {
      return FileChannel.open(path, StandardOpenOption.WRITE, ExtendedOpenOption.DIRECT);
    } catch (IOException | UnsupportedOperationException e) {
      return FileChannel.open(path, StandardOpenOption.WRITE);
    }
  }

  /**
   * Makes a disk without an image.
   *
   * @return empty for a capacity of zero: there is no such disk then
   * @throws StorageException {@code usage} for a capacity that is no multiple of what the array
   *     allots, before anything is made
   */
  public Optional<Volume> blank(NewDisk wanted, BlankContent content) throws IOException {
    if (wanted.capacityBytes() == 0) {
      return Optional.empty();
    }
    checkMultiple(wanted);
    return Optional.of(make(wanted, (volume, device) -> content.putOnto(device)));
  }

  /**
   * Refuses a capacity that no disk can have.
   *
   * @throws StorageException {@code usage} for a capacity that is no multiple of what the array
   *     allots
   */
  public void checkMultiple(NewDisk wanted) throws IOException {
    long multipleBytes = volumes.capacityMultipleBytes();
    if (wanted.capacityBytes() < 0 || wanted.capacityBytes() % multipleBytes != 0) {
      throw refused(
          wanted,
          wanted.capacityBytes() + " bytes are no multiple of " + multipleBytes + " bytes",
          "Choose a flavor whose disks are multiples of that.");
    }
  }

  private static StorageException refused(NewDisk wanted, String observed, String remedy) {
    return new StorageException(
        CommonError.USAGE,
        "making "
            + wanted.disk().name()
            + " of the instance "
            + wanted.disk().instance()
            + ": "
            + observed,
        remedy);
  }

  private Volume make(NewDisk wanted, Content content) throws IOException {
    String name = backend.volumeName(wanted.disk(), VolumeUse.DISK);
    String unfinished = backend.volumeName(wanted.disk(), VolumeUse.UNFINISHED);
    Optional<Volume> present = volumes.find(name);
    if (present.isPresent()) {
      if (present.get().capacityBytes() != wanted.capacityBytes()) {
        throw new StorageException(
            CommonError.ALREADY_EXISTS,
            "making "
                + wanted.disk().name()
                + " of the instance "
                + wanted.disk().instance()
                + ": the volume "
                + name
                + " in "
                + present.get().pool()
                + " has "
                + present.get().capacityBytes()
                + " bytes, not "
                + wanted.capacityBytes(),
            "Extend it, or delete it.");
      }
      return present.get();
    }
    remove(unfinished);
    return filled(
        new VolumeRequest(unfinished, wanted.capacityBytes(), wanted.flavorKeys()), content, name);
  }

  /** Makes a volume, fills it, and gives it its name; or leaves nothing of it. */
  private Volume filled(VolumeRequest request, Content content, String name) throws IOException {
    Volume made = volumes.create(request);
    try {
      Connection connection = volumes.connect(made, VolumeLimits.NONE);
      content.putOnto(made, connection.blockPath());
      volumes.disconnect(made);
      return request.name().equals(name) ? made : volumes.rename(made, name);
    } catch (IOException | RuntimeException e) {
      try {
        volumes.disconnect(made);
        volumes.delete(made);
      } catch (IOException | RuntimeException f) {
        e.addSuppressed(f);
      }
      throw e;
    }
  }

  /**
   * Deletes a disk, with what a run that did not end left of it, and its snapshot from before a
   * resize. Done when there is none. It is disconnected from this host, and must not be connected
   * to another one.
   */
  public void delete(InstanceDisk disk) throws IOException {
    IOException failure = null;
    for (VolumeUse use : VolumeUse.values()) {
      try {
        if (use == VolumeUse.DISK || !disk.name().equals(InstanceDisk.RESCUE)) {
          remove(backend.volumeName(disk, use));
        }
      } catch (IOException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** Removes a volume by its name; done when there is none. */
  void remove(String name) throws IOException {
    Optional<Volume> found = volumes.find(name);
    if (found.isPresent()) {
      volumes.disconnect(found.get());
      volumes.delete(found.get());
    }
  }
}
