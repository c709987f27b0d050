package org.stowage.cli.cache;

import java.util.List;
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
    Table table = Table.of("IMAGE", "DATASTORE", "CAPACITY", "STORED", "USED BY");
    for (Image one : images) {
      table.row(
          one.imageId(),
          one.datastore(),
          ByteSize.show(one.capacityBytes()),
          ByteSize.show(one.storedBytes()),
          String.join(", ", one.instances()));
    }
    return table.toString();
  }

  /**
   * One cached image in JSON.
   *
   * @param base the base disk, as {@code [datastore] path}
   * @param sized base disks of other capacities
   * @param instances those whose disks stand on it
   */
  record Image(
      String imageId,
      String datastore,
      String base,
      long capacityBytes,
      long storedBytes,
      List<String> sized,
      List<String> instances) {

    static Image of(CachedImage image) {
      return new Image(
          image.imageId(),
          image.datastore(),
          image.base().toString(),
          image.capacityBytes(),
          image.storedBytes(),
          image.sized().stream().map(DatastorePath::toString).toList(),
          image.instances());
    }
  }
}
