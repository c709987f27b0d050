package org.stowage.runtime.cache;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stowage.api.CancelledException;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;
import org.stowage.api.datastore.BaseDisk;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.datastore.DatastorePorts;
import org.stowage.api.datastore.DatastoreType;
import org.stowage.api.datastore.Landing;
import org.stowage.api.datastore.VirtualDisks;
import org.stowage.api.disk.AdapterType;
import org.stowage.api.disk.DiskImage;
import org.stowage.runtime.image.DigestedImage;
import org.stowage.runtime.target.Staging;
import org.stowage.runtime.target.Target;
import org.stowage.runtime.target.TopLevelFolder;

/**
 * The base disks of one image on one datastore, made once whoever asks for them at the same time.
 *
 * <p>A base disk is made under a staging folder and moved to its name when it is complete, under a
 * claim on the image's cache folder. So a base disk that can be found is whole, and a crash leaves
 * nothing but a staging folder, which {@link Staging#sweep} removes.
 */
public final class ImageCache {

  private static final Logger LOG = LoggerFactory.getLogger(ImageCache.class);

  private final Target target;
  private final DatastoreType type;
  private final String datastore;
  private final String imageId;
  private final CacheLayout layout;

  /**
   * @param type serves the datastore
   */
  public ImageCache(Target target, DatastoreType type, String datastore, String imageId) {
    this.target = target;
    this.type = type;
    this.datastore = datastore;
    this.imageId = imageId;
    this.layout = CacheLayout.of(target);
  }

  /** The datastore on which these base disks are. */
  public String datastore() {
    return datastore;
  }

  /** Where the base disk is, or would be. */
  public DatastorePath basePath() {
    return layout.base(datastore, imageId);
  }

  /** Where the base disk of another capacity is, or would be. */
  public DatastorePath sizedPath(long capacityBytes) {
    return layout.sized(datastore, imageId, capacityBytes);
  }

  /** The base disk of the image's own capacity; empty when the image is not cached here. */
  public Optional<VirtualDisks.Facts> base() throws IOException {
    return disks().find(layout.base(datastore, imageId));
  }

  /**
   * The base disk that was here a moment ago.
   *
   * @param attempted for messages, e.g. {@code "deploying web-1"}
   * @throws BaseGoneException when somebody removed it meanwhile
   */
  public VirtualDisks.Facts requireBase(String attempted) throws IOException {
    return base()
        .orElseThrow(
            () ->
                new BaseGoneException(
                    "%s: the base disk of %s was removed from datastore %s meanwhile"
                        .formatted(attempted, imageId, datastore),
                    null));
  }

  /**
   * Dates the image as used now, for whoever looks for images that nobody uses. That this fails
   * keeps nobody from using it: it is not what keeps a base disk from being removed.
   */
  public void use() throws CancelledException {
    try {
      target.write(layout.used(datastore, imageId), Instant.now() + "\n");
    } catch (CancelledException e) {
      throw e;
    } catch (IOException e) {
      LOG.info("the use of image {} on {} could not be dated", imageId, datastore, e);
    }
  }

  /** The base disk of another capacity; empty when there is none. */
  public Optional<VirtualDisks.Facts> sized(long capacityBytes) throws IOException {
    return disks().find(layout.sized(datastore, imageId, capacityBytes));
  }

  /**
   * Makes the base disk unless it is there.
   *
   * @return whether it was there, or came to be while this caller waited for another's import
   */
  public boolean ensureBase(
      DiskImage image, Landing.Accepted landing, AdapterType adapterType, Transfer transfer)
      throws IOException {
    return ensure(
        layout.base(datastore, imageId),
        staged -> {
          DigestedImage digested = new DigestedImage(image);
          DatastorePorts ports = target.ports(datastore);
          type.land(digested, landing, new BaseDisk(staged, adapterType), ports, transfer);
          record(digested.digest().map(ContentRecord::new));
        },
        transfer);
  }

  /**
   * The capacity that a copy of a base disk has here: its own, or more where the datastore's type
   * demands that.
   */
  public long copiedBytes(VirtualDisks.Facts base) {
    return type.traits().roundedUp(base.capacityBytes());
  }

  /**
   * Makes the base disk of that of another datastore, on the server's side, unless it is there.
   * What has to be padded for this datastore is padded in a copy on the other one.
   */
  public void ensureCopied(ImageCache other, Transfer transfer) throws IOException {
    ensure(
        basePath(),
        staged -> {
          VirtualDisks.Facts base = other.requireBase("copying " + imageId);
          if (copiedBytes(base) == base.capacityBytes()) {
            copy(other.basePath(), staged, transfer);
          } else {
            copyPadded(other, copiedBytes(base), staged, transfer);
          }
          record(ContentRecord.read(target, other.folder()));
        },
        transfer);
  }

  private void copyPadded(
      ImageCache other, long capacityBytes, DatastorePath staged, Transfer transfer)
      throws IOException {
    try (Staging padding = Staging.create(target, other.datastore, transfer)) {
      DatastorePath padded = padding.folder().resolve(staged.fileName());
      other.copy(other.basePath(), padded, transfer);
      other.disks().extend(padded, capacityBytes);
      disks().copy(padded, staged, transfer);
    }
  }

  /** Written before the base disk gets its name, so that none is there with another's record. */
  private void record(Optional<ContentRecord> content) throws IOException {
    makeFolder();
    if (content.isPresent()) {
      content.get().write(target, folder());
    } else {
      target.ports(datastore).files().delete(folder().resolve(ContentRecord.NAME));
    }
  }

  private DatastorePath folder() {
    return layout.folder(datastore, imageId);
  }

  /** Makes the base disk of another capacity, from the image's own, unless it is there. */
  public void ensureSized(long capacityBytes, Transfer transfer) throws IOException {
    ensure(
        layout.sized(datastore, imageId, capacityBytes),
        staged -> {
          copy(basePath(), staged, transfer);
          disks().extend(staged, capacityBytes);
        },
        transfer);
  }

  @SuppressWarnings("try") // the claim is held, not used
  private boolean ensure(DatastorePath disk, Maker maker, Transfer transfer) throws IOException {
    if (disks().find(disk).isPresent()) {
      return true;
    }
    try (Target.Claim claim = target.claim(folder(), transfer)) {
      if (disks().find(disk).isPresent()) {
        return true;
      }
      Removal removal = new Removal(target, layout, datastore, imageId);
      if (removal.undoLeft() && disks().find(disk).isPresent()) {
        return true;
      }
      try (Staging staging = Staging.create(target, datastore, transfer)) {
        DatastorePath staged = staging.folder().resolve(disk.fileName());
        maker.make(staged);
        makeFolder();
        disks().move(staged, disk);
      }
      return false;
    }
  }

  private void makeFolder() throws IOException {
    DatastorePorts ports = target.ports(datastore);
    TopLevelFolder.make(ports, layout.root(datastore));
    ports.files().makeDirectory(folder());
  }

  private void copy(DatastorePath base, DatastorePath staged, Transfer transfer)
      throws IOException {
    try {
      disks().copy(base, staged, transfer);
    } catch (StorageException e) {
      throw BaseGoneException.explain(e, target, base);
    }
  }

  private VirtualDisks disks() throws IOException {
    return target.ports(datastore).disks();
  }

  /** Makes a disk at a staged path. */
  @FunctionalInterface
  private interface Maker {
    void make(DatastorePath staged) throws IOException;
  }
}
