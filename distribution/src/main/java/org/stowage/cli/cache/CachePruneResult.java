package org.stowage.cli.cache;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.stowage.api.ExitStatus;
import org.stowage.cli.output.Result;
import org.stowage.cli.output.Table;
import org.stowage.runtime.cache.PrunedImage;
import org.stowage.runtime.cache.PrunedImage.Outcome;
import org.stowage.runtime.config.ByteSize;
import org.stowage.runtime.target.DiskUse;

/**
 * The JSON of cache prune.
 *
 * @param dryRun whether it tells only what would be done
 * @param removedBytes what the removed base disks took
 */
record CachePruneResult(boolean dryRun, long removedBytes, List<Image> images) implements Result {

  static CachePruneResult of(List<PrunedImage> pruned, boolean dryRun) {
    return new CachePruneResult(
        dryRun,
        pruned.stream().mapToLong(PrunedImage::storedBytes).sum(),
        pruned.stream().map(Image::of).toList());
  }

  @Override
  public String text() {
    Table table = Table.of("IMAGE", "DATASTORE", dryRun ? "WOULD BE" : "OUTCOME", "REASON");
    for (Image one : images) {
      table.row(one.imageId(), one.datastore(), one.outcome(), one.reason());
    }
    return table
        + "\n"
        + (dryRun ? "would remove " : "removed ")
        + ByteSize.show(removedBytes)
        + " of base disks";
  }

  @Override
  public ExitStatus exit() {
    String failed = name(Outcome.FAILED);
    return images.stream().anyMatch(one -> one.outcome().equals(failed))
        ? ExitStatus.FAILURE
        : ExitStatus.OK;
  }

  private static String name(Outcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT);
  }

  /**
   * One image on one datastore in JSON.
   *
   * @param outcome kept, marked, unmarked, removed, restored or failed
   * @param users the machines that use it
   * @param code null unless it failed
   */
  record Image(
      String imageId,
      String datastore,
      String outcome,
      String reason,
      long removedBytes,
      List<User> users,
      @Nullable String code) {

    static Image of(PrunedImage image) {
      var failure = image.failure();
      return new Image(
          image.imageId(),
          image.datastore(),
          name(image.outcome()),
          image.reason(),
          image.storedBytes(),
          image.users().stream().map(User::of).distinct().toList(),
          failure == null ? null : failure.code().label());
    }
  }

  /**
   * A machine that uses an image.
   *
   * @param datastore where the machine lies
   */
  record User(String machine, String datastore) {

    static User of(DiskUse use) {
      return new User(use.machine(), use.datastore());
    }
  }
}
