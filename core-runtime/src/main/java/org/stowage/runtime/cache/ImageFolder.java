package org.stowage.runtime.cache;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stowage.api.datastore.DatastoreFiles;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.runtime.target.Target;

/**
 * What an image's folder has in it.
 *
 * @param path of the folder, which has the image's name, or another while it is being removed
 * @param disks the base disks, that of the image's own capacity first
 * @param marks that nobody uses the image, the oldest first
 * @param others what is neither a base disk nor about its use
 */
record ImageFolder(
    DatastorePath path,
    boolean complete,
    List<DatastorePath> disks,
    boolean pinned,
    List<UnusedMark> marks,
    List<String> others) {

  static ImageFolder read(Target target, DatastorePath path, String imageId) throws IOException {
    boolean complete = false;
    boolean pinned = false;
    List<DatastorePath> disks = new ArrayList<>();
    List<UnusedMark> marks = new ArrayList<>();
    List<String> others = new ArrayList<>();
    String base = CacheLayout.base(imageId);
    for (DatastoreFiles.Entry entry : target.ports(path.datastore()).files().list(path)) {
      String name = entry.name();
      Optional<UnusedMark> mark = entry.folder() ? UnusedMark.of(name) : Optional.empty();
      if (name.equals(base)) {
        complete = true;
        disks.add(0, path.resolve(name));
      } else if (CacheLayout.sizeIn(name, imageId).isPresent()) {
        disks.add(path.resolve(name));
      } else if (mark.isPresent()) {
        marks.add(mark.get());
      } else if (name.equals(CacheLayout.PINNED)) {
        pinned = true;
      } else if (!name.equals(CacheLayout.USED) && !name.equals(ContentRecord.NAME)) {
        others.add(name);
      }
    }
    marks.sort(Comparator.comparing(UnusedMark::since));
    return new ImageFolder(path, complete, disks, pinned, marks, others);
  }

  /** When somebody used a base disk last, by the datastore's clock; null when nobody said so. */
  @Nullable Instant used(Target target) throws IOException {
    return target.modified(path.resolve(CacheLayout.USED)).orElse(null);
  }

  /**
   * Whether the image was used after it was marked, by the datastore's clock alone. At the same
   * moment counts as after.
   */
  boolean isUsedSince(UnusedMark mark, Target target) throws IOException {
    Instant used = used(target);
    if (used == null) {
      return false;
    }
    Instant marked = target.modified(path.resolve(mark.folderName())).orElse(mark.since());
    return !used.isBefore(marked);
  }
}
