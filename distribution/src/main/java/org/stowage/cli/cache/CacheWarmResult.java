package org.stowage.cli.cache;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.stowage.api.ExitStatus;
import org.stowage.cli.output.Result;
import org.stowage.cli.output.Table;
import org.stowage.runtime.config.ByteSize;
import org.stowage.runtime.deploy.Warmed;
import org.stowage.runtime.deploy.Warmed.Outcome;

/**
 * The JSON of cache warm.
 *
 * @param bytesTransferred read from the source, once for all datastores
 */
record CacheWarmResult(
    String target, String imageId, long bytesTransferred, List<Datastore> datastores)
    implements Result {

  static CacheWarmResult of(Warmed warmed) {
    return new CacheWarmResult(
        warmed.target(),
        warmed.imageId(),
        warmed.bytesTransferred(),
        warmed.datastores().stream().map(Datastore::of).toList());
  }

  @Override
  public String text() {
    Table table = Table.plain();
    for (Datastore one : datastores) {
      table.row("  " + one.outcome(), one.datastore(), one.message() == null ? "" : one.message());
    }
    return "%s, %s read from the source%n%s"
        .formatted(imageId, ByteSize.show(bytesTransferred), table);
  }

  @Override
  public ExitStatus exit() {
    String failed = name(Outcome.FAILED);
    return datastores.stream().anyMatch(one -> one.outcome().equals(failed))
        ? ExitStatus.FAILURE
        : ExitStatus.OK;
  }

  private static String name(Outcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT);
  }

  /**
   * One datastore in JSON.
   *
   * @param outcome present, imported, copied or failed
   * @param code null unless it failed
   * @param message null unless it failed
   */
  record Datastore(
      String datastore, String outcome, @Nullable String code, @Nullable String message) {

    static Datastore of(Warmed.On on) {
      var failure = on.failure();
      return new Datastore(
          on.datastore(),
          name(on.outcome()),
          failure == null ? null : failure.code().label(),
          failure == null ? null : failure.getMessage());
    }
  }
}
