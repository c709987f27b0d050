package org.stowage.cli.datastore;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stowage.api.ExitStatus;
import org.stowage.cli.output.Result;
import org.stowage.cli.output.Table;
import org.stowage.runtime.config.ByteSize;
import org.stowage.runtime.evacuation.Evacuation;

/**
 * The JSON of datastore evacuate.
 *
 * @param dependents instances elsewhere whose disks stand, or stood, on the datastore
 * @param instances the names of those on the datastore itself
 */
record EvacuationResult(
    String target,
    String datastore,
    boolean dryRun,
    List<Dependent> dependents,
    List<String> instances)
    implements Result {

  private static final String FAILED = "failed";

  static EvacuationResult of(Evacuation evacuation, boolean dryRun) {
    return new EvacuationResult(
        evacuation.target(),
        evacuation.datastore(),
        dryRun,
        evacuation.dependents().stream().map(Dependent::of).toList(),
        evacuation.residents().stream().map(view -> view.instance().name()).toList());
  }

  @Override
  public ExitStatus exit() {
    return dependents.stream().anyMatch(one -> one.outcome().equals(FAILED))
        ? ExitStatus.FAILURE
        : ExitStatus.OK;
  }

  @Override
  public String text() {
    Table table = Table.plain();
    for (Dependent one : dependents) {
      table.row(
          "  " + one.outcome(),
          one.instance(),
          one.datastore(),
          ByteSize.show(one.capacityBytes()),
          one.message() == null ? one.parent() : one.message());
    }
    String on =
        instances.isEmpty()
            ? "no instance is on " + datastore
            : "on " + datastore + " itself: " + String.join(", ", instances);
    String head =
        dependents.isEmpty()
            ? "no disk elsewhere stands on " + datastore
            : dependents.size() + " disks elsewhere " + (dryRun ? "stand" : "stood") + " on it";
    return dependents.isEmpty() ? head + "; " + on : head + "; " + on + "\n" + table;
  }

  /**
   * An instance whose disk stands on the datastore.
   *
   * @param parent the base disk there
   * @param outcome dependent (nothing was done), stands-alone or failed
   * @param code null unless it failed
   * @param message null unless it failed
   */
  record Dependent(
      String instance,
      String datastore,
      String parent,
      long capacityBytes,
      String outcome,
      @Nullable String code,
      @Nullable String message) {

    static Dependent of(Evacuation.Dependent one) {
      String undone = one.knownFailure().isPresent() ? FAILED : "dependent";
      return new Dependent(
          one.instance().instance().name(),
          one.instance().instance().datastore(),
          one.instance().knownParentPath().orElse(""),
          one.instance().instance().capacityBytes(),
          one.standsAlone() ? "stands-alone" : undone,
          one.knownFailure().map(failure -> failure.code().label()).orElse(null),
          one.knownFailure().map(Throwable::getMessage).orElse(null));
    }
  }
}
