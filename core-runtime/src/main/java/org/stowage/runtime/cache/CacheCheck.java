package org.stowage.runtime.cache;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CancelledException;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.disk.DiskImage;
import org.stowage.runtime.cache.CheckedImage.Outcome;
import org.stowage.runtime.image.ContentDigest;
import org.stowage.runtime.image.ImageIdentity;
import org.stowage.runtime.target.Target;

/** Reads base disks where they are, to compare their content with what is recorded of it. */
public final class CacheCheck {

  private final Target target;
  private final CacheLayout layout;
  private final Set<String> imageIds;

  /**
   * @param imageIds those to look at; all when empty
   */
  public CacheCheck(Target target, List<String> imageIds) {
    this.target = target;
    this.layout = CacheLayout.of(target);
    this.imageIds = new HashSet<>(imageIds);
  }

  /** Compares what was recorded when an image was imported with all its base disks. */
  public List<CheckedImage> verify(List<String> datastores, Transfer transfer) throws IOException {
    return each(datastores, (folder, found) -> verify(folder, found, transfer), false);
  }

  /**
   * Records the content of images of which nobody has, such as those that Nova cached, and says
   * what is wrong with entries that are none. Nothing is copied or moved.
   */
  public List<CheckedImage> adopt(List<String> datastores, Transfer transfer) throws IOException {
    return each(datastores, (folder, found) -> adopt(folder, found, transfer), true);
  }

  private List<CheckedImage> each(List<String> datastores, Look look, boolean incomplete)
      throws IOException {
    List<CheckedImage> checked = new ArrayList<>();
    Set<String> missing = new HashSet<>(imageIds);
    for (String datastore : datastores) {
      for (String imageId : layout.folders(target, datastore)) {
        boolean meant = imageIds.isEmpty() || imageIds.contains(imageId);
        if (meant && CacheLayout.imageRemoved(imageId).isEmpty()) {
          one(layout.folder(datastore, imageId), look, incomplete).ifPresent(checked::add);
          missing.remove(imageId);
        }
      }
    }
    if (!missing.isEmpty()) {
      throw new StorageException(
          CommonError.NOT_FOUND,
          "target %s has nothing cached of %s"
              .formatted(target.name(), String.join(", ", missing.stream().sorted().toList())),
          "See the images there are with: stowage cache list");
    }
    return checked;
  }

  private Optional<CheckedImage> one(DatastorePath folder, Look look, boolean incomplete)
      throws IOException {
    String imageId = folder.fileName();
    try {
      ImageFolder found = ImageFolder.read(target, folder, imageId);
      if (found.complete()) {
        return Optional.of(look.at(folder, found));
      }
      return incomplete && !(found.disks().isEmpty() && found.others().isEmpty())
          ? Optional.of(result(folder, incomplete(folder, imageId)))
          : Optional.empty();
    } catch (CancelledException e) {
      throw e;
    } catch (StorageException e) {
      return Optional.of(result(folder, e));
    }
  }

  private StorageException incomplete(DatastorePath folder, String imageId) {
    String base = CacheLayout.base(imageId);
    return new StorageException(
        CommonError.NOT_FOUND,
        "%s has no base disk %s".formatted(target.display(folder), base),
        "Name the disk %s, or remove the folder.".formatted(base));
  }

  private CheckedImage verify(DatastorePath folder, ImageFolder found, Transfer transfer)
      throws IOException {
    Optional<ContentRecord> record = ContentRecord.read(target, folder);
    if (record.isEmpty()) {
      String message = "nobody recorded its content; stowage cache adopt does";
      return result(folder, Outcome.UNRECORDED, message, null, null);
    }
    String expected = record.get().hex();
    for (DatastorePath disk : found.disks()) {
      String digest = digest(disk, transfer);
      if (!digest.equals(expected)) {
        StorageException differs = differs(disk, digest, expected);
        return result(folder, Outcome.DIFFERS, differs.getMessage(), digest, differs);
      }
    }
    String message = "its content is as it was recorded";
    return result(folder, Outcome.INTACT, message, expected, null);
  }

  private StorageException differs(DatastorePath disk, String digest, String expected) {
    return new StorageException(
        CommonError.INTEGRITY,
        "%s is not what it was: the digest of its content is %s, recorded was %s"
            .formatted(target.display(disk), digest, expected),
        "Whatever stands on it has the damage, too. Bring the disk back from a backup, or destroy"
            + " the instances and remove the image's folder; the next deployment imports it anew.");
  }

  @SuppressWarnings("try") // the claim is held, not used
  private CheckedImage adopt(DatastorePath folder, ImageFolder found, Transfer transfer)
      throws IOException {
    ImageIdentity.given(folder.fileName());
    Optional<ContentRecord> before = ContentRecord.read(target, folder);
    if (before.isPresent()) {
      String message = "its content is recorded already";
      return result(folder, Outcome.KNOWN, message, before.get().hex(), null);
    }
    try (Target.Claim claim = target.claim(folder, transfer)) {
      String digest = digest(found.disks().get(0), transfer);
      new ContentRecord(digest).write(target, folder);
      String message = "its content is recorded now, as it is";
      return result(folder, Outcome.ADOPTED, message, digest, null);
    }
  }

  private String digest(DatastorePath disk, Transfer transfer) throws IOException {
    ContentDigest digest = new ContentDigest();
    try (DiskImage image = target.open(disk, transfer)) {
      image.copyTo(digest, transfer);
    }
    return digest.hex();
  }

  private static CheckedImage result(DatastorePath folder, StorageException failure) {
    return result(folder, Outcome.FAILED, String.valueOf(failure.getMessage()), null, failure);
  }

  private static CheckedImage result(
      DatastorePath folder,
      Outcome outcome,
      String message,
      @Nullable String digest,
      @Nullable StorageException failure) {
    return new CheckedImage(
        folder.datastore(), folder.fileName(), outcome, message, digest, failure);
  }

  /** Looks at the base disks of an image. */
  @FunctionalInterface
  private interface Look {
    CheckedImage at(DatastorePath folder, ImageFolder found) throws IOException;
  }
}
