package org.stowage.runtime.cache;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.stowage.api.datastore.DatastoreFiles;
import org.stowage.api.datastore.DatastoreInfo;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.runtime.target.Target;

/**
 * Where base disks stand on a datastore: the layout Nova's VMware driver uses.
 *
 * @param top the top-level folder that holds them all
 */
public record CacheLayout(String top) {

  private static final String SUFFIX = ".vmdk";
  static final String PINNED = "pinned";
  static final String USED = "used";

  private static final String REMOVING = "~removing";
  private static final long GIB = 1L << 30;

  /** The layout of a target. */
  public static CacheLayout of(Target target) {
    return new CacheLayout(target.cacheFolder());
  }

  DatastorePath root(String datastore) {
    return DatastorePath.root(datastore).resolve(top);
  }

  DatastorePath folder(String datastore, String imageId) {
    return root(datastore).resolve(imageId);
  }

  /** What is claimed by whoever imports the image to a target; nothing stands there. */
  public DatastorePath claim(String datastore, String imageId) {
    return root(datastore).resolve(imageId + ".import");
  }

  /**
   * The one datastore on which all meet who change what is cached of an image, whichever they
   * change it on.
   *
   * @param served those that a plugin serves; one of them at least is accessible
   */
  public static String meetingPoint(Stream<DatastoreInfo> served) {
    return served
        .filter(DatastoreInfo::accessible)
        .min(Comparator.comparing(DatastoreInfo::maintenance).thenComparing(DatastoreInfo::name))
        .map(DatastoreInfo::name)
        .orElseThrow();
  }

  /** The names of the folders of a datastore's images, and of what else is there. */
  List<String> folders(Target target, String datastore) throws IOException {
    DatastorePath root = root(datastore);
    DatastoreFiles files = target.ports(datastore).files();
    if (files.find(root).filter(DatastoreFiles.Entry::folder).isEmpty()) {
      return List.of();
    }
    return files.list(root).stream()
        .filter(DatastoreFiles.Entry::folder)
        .map(DatastoreFiles.Entry::name)
        .toList();
  }

  /** Dated by whoever is about to use a base disk of the image. */
  DatastorePath used(String datastore, String imageId) {
    return folder(datastore, imageId).resolve(USED);
  }

  /** Keeps the image from being removed. */
  DatastorePath pinned(String datastore, String imageId) {
    return folder(datastore, imageId).resolve(PINNED);
  }

  /** Where the image's folder is while it is decided whether it goes; no image's own name. */
  DatastorePath removing(String datastore, String imageId) {
    return root(datastore).resolve(imageId + REMOVING);
  }

  /** The image of a folder that {@link #removing} names; empty for others. */
  static Optional<String> imageRemoved(String folderName) {
    return folderName.endsWith(REMOVING)
        ? Optional.of(folderName.substring(0, folderName.length() - REMOVING.length()))
        : Optional.empty();
  }

  /** The base disk of the image's own capacity. */
  public DatastorePath base(String datastore, String imageId) {
    return folder(datastore, imageId).resolve(base(imageId));
  }

  static String base(String imageId) {
    return imageId + SUFFIX;
  }

  /**
   * The base disk made for a certain capacity. Whole GiB are named as Nova names them; other
   * capacities, which Nova does not have, in bytes with a B behind.
   */
  public DatastorePath sized(String datastore, String imageId, long capacityBytes) {
    String size = capacityBytes % GIB == 0 ? "" + capacityBytes / GIB : capacityBytes + "B";
    return folder(datastore, imageId).resolve(imageId + "." + size + SUFFIX);
  }

  /** The capacity in the name of a sized base; empty when the name is not one of this image. */
  static OptionalLong sizeIn(String fileName, String imageId) {
    String prefix = imageId + ".";
    if (!fileName.startsWith(prefix) || !fileName.endsWith(SUFFIX)) {
      return OptionalLong.empty();
    }
    int end = fileName.length() - SUFFIX.length();
    String size = end <= prefix.length() ? "" : fileName.substring(prefix.length(), end);
    if (size.matches("\\d{1,9}")) {
      return OptionalLong.of(Long.parseLong(size) * GIB);
    }
    return size.matches("\\d{1,18}B")
        ? OptionalLong.of(Long.parseLong(size.substring(0, size.length() - 1)))
        : OptionalLong.empty();
  }
}
