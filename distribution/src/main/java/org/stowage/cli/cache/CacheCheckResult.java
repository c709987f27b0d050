package org.stowage.cli.cache;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.stowage.api.ExitStatus;
import org.stowage.cli.output.Result;
import org.stowage.cli.output.Table;
import org.stowage.runtime.cache.CheckedImage;
import org.stowage.runtime.cache.CheckedImage.Outcome;

/** The JSON of cache verify and cache adopt. */
record CacheCheckResult(List<Image> images) implements Result {

  static CacheCheckResult of(List<CheckedImage> checked) {
    return new CacheCheckResult(checked.stream().map(Image::of).toList());
  }

  @Override
  public String text() {
    if (images.isEmpty()) {
      return "nothing is cached";
    }
    Table table = Table.of("IMAGE", "DATASTORE", "OUTCOME", "REASON");
    for (Image one : images) {
      table.row(one.imageId(), one.datastore(), one.outcome(), one.message());
    }
    return table.toString();
  }

  @Override
  public ExitStatus exit() {
    if (has(Outcome.DIFFERS)) {
      return ExitStatus.INTEGRITY;
    }
    return has(Outcome.FAILED) ? ExitStatus.FAILURE : ExitStatus.OK;
  }

  private boolean has(Outcome outcome) {
    return images.stream().anyMatch(one -> one.outcome().equals(name(outcome)));
  }

  private static String name(Outcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT);
  }

  /**
   * One image on one datastore in JSON.
   *
   * @param outcome intact, differs or unrecorded; adopted or known; failed
   * @param digest of the content as it is; null when that was not read
   * @param code null unless it differs or failed
   */
  record Image(
      String imageId,
      String datastore,
      String outcome,
      String message,
      @Nullable String digest,
      @Nullable String code) {

    static Image of(CheckedImage image) {
      var failure = image.failure();
      return new Image(
          image.imageId(),
          image.datastore(),
          name(image.outcome()),
          image.message(),
          image.digest(),
          failure == null ? null : failure.code().label());
    }
  }
}
