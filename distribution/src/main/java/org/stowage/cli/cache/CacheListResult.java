package org.stowage.cli.cache;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.cli.output.Result;
import org.stowage.cli.output.Table;
import org.stowage.runtime.cache.CachedImage;
import org.stowage.runtime.config.ByteSize;

/** The JSON of cache list. */
record CacheListResult(List<Image> images) implements Result {

  static CacheListResult of(List<CachedImage> cached) {
    return new CacheListResult(cached.stream().map(Image::of).toList());
  }

  @Override
  public String text() {
    Table table =
        Table.of(
            "IMAGE", "DATASTORE", "CAPACITY", "STORED", "CACHED", "LAST USE", "KEPT", "USED BY");
    for (Image one : images) {
      table.row(
          one.imageId(),
          one.datastore(),
          ByteSize.show(one.capacityBytes()),
          ByteSize.show(one.storedBytes()),
          minute(one.cachedSince()),
          minute(one.lastUsed()),
          one.pinned() ? "pinned" : one.unusedSince() == null ? "" : "unused",
          one.children().stream()
              .map(child -> child.shownBeside(one.datastore()))
              .collect(Collectors.joining(", ")));
    }
    return table.toString();
  }

  /** To the minute, in UTC. */
  private static String minute(@Nullable String time) {
    return time == null ? "" : time.substring(0, 16) + "Z";
  }

  /**
   * One cached image in JSON.
   *
   * @param base the base disk, as {@code [datastore] path}
   * @param sized base disks of other capacities
   * @param instances those whose disks stand on it
   * @param cachedSince when the base disk was made, by the datastore's clock
   * @param lastUsed when a deployment used it last
   * @param unusedSince when a prune found first that nobody uses it
   * @param children the instances, with their datastores
   */
  record Image(
      String imageId,
      String datastore,
      String base,
      long capacityBytes,
      long storedBytes,
      List<String> sized,
      List<String> instances,
      @Nullable String cachedSince,
      @Nullable String lastUsed,
      @Nullable String unusedSince,
      boolean pinned,
      List<Child> children) {

    static Image of(CachedImage image) {
      return new Image(
          image.imageId(),
          image.datastore(),
          image.base().toString(),
          image.capacityBytes(),
          image.storedBytes(),
          image.sized().stream().map(DatastorePath::toString).toList(),
          image.instances(),
          text(image.cachedSince()),
          text(image.lastUsed()),
          text(image.unusedSince()),
          image.pinned(),
          image.children().stream().map(Child::of).toList());
    }

    private static @Nullable String text(@Nullable Instant time) {
      return time == null ? null : time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
  }

  /**
   * An instance that stands on an image.
   *
   * @param datastore where the instance lies
   */
  record Child(String instance, String datastore) {

    static Child of(CachedImage.Child child) {
      return new Child(child.instance(), child.datastore());
    }

    private String shownBeside(String imageDatastore) {
      return datastore.equals(imageDatastore) ? instance : instance + " on " + datastore;
    }
  }
}
