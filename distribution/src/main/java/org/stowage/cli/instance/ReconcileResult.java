package org.stowage.cli.instance;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.stowage.api.ExitStatus;
import org.stowage.cli.output.Result;
import org.stowage.cli.output.Table;
import org.stowage.runtime.libvirt.Reconciled;

/** The JSON of reconcile. */
record ReconcileResult(List<One> instances) implements Result {

  /**
   * @param outcome running, ready, started, elsewhere or failed
   * @param code null unless it failed
   * @param message null unless it failed
   */
  record One(
      String instance, String id, String outcome, @Nullable String code, @Nullable String message) {

    static One of(Reconciled reconciled) {
      var failure = reconciled.failure();
      return new One(
          reconciled.instance().name(),
          reconciled.instance().id().toString(),
          reconciled.outcome().name().toLowerCase(Locale.ROOT),
          failure == null ? null : failure.code().label(),
          failure == null ? null : failure.getMessage());
    }
  }

  static ReconcileResult of(List<Reconciled> reconciled) {
    return new ReconcileResult(reconciled.stream().map(One::of).toList());
  }

  @Override
  public ExitStatus exit() {
    return instances.stream().anyMatch(one -> one.outcome().equals("failed"))
        ? ExitStatus.FAILURE
        : ExitStatus.OK;
  }

  @Override
  public String text() {
    Table table = Table.of("NAME", "ID", "OUTCOME", "");
    for (One one : instances) {
      table.row(
          one.instance(), one.id(), one.outcome(), one.message() == null ? "" : one.message());
    }
    return table.toString();
  }
}
