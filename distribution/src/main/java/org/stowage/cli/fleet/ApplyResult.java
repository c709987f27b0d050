package org.stowage.cli.fleet;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CancelledException;
import org.stowage.api.ExitStatus;
import org.stowage.cli.output.Failure;
import org.stowage.cli.output.Result;
import org.stowage.cli.output.Table;
import org.stowage.runtime.config.ByteSize;
import org.stowage.runtime.deploy.Deployment;
import org.stowage.runtime.fleet.Member;

/** The JSON of apply. */
record ApplyResult(String target, List<One> instances, long elapsedMs) implements Result {

  private static final String DEPLOYED = "deployed";
  private static final String THERE = "there";
  private static final String FAILED = "failed";
  private static final String INTERRUPTED = "interrupted";

  /**
   * One of those that were wanted. Null is what does not apply.
   *
   * @param outcome deployed, there, failed or interrupted
   * @param way cached, linked, copied or imported
   * @param code of what failed
   */
  record One(
      String instance,
      String outcome,
      @Nullable String datastore,
      @Nullable String way,
      @Nullable String source,
      long bytesTransferred,
      @Nullable Long elapsedMs,
      @Nullable String code,
      @Nullable String message,
      @Nullable String fix) {

    static One of(Member member) {
      if (member instanceof Member.Deployed deployed) {
        return of(member.name(), deployed.deployment());
      }
      if (member instanceof Member.There there) {
        String datastore = there.instance().instance().datastore();
        return new One(member.name(), THERE, datastore, null, null, 0, null, null, null, null);
      }
      Exception cause = ((Member.Missing) member).cause();
      Failure failure = Failure.of(cause);
      return new One(
          member.name(),
          cause instanceof CancelledException ? INTERRUPTED : FAILED,
          null,
          null,
          null,
          0,
          null,
          failure.code().label(),
          failure.message(),
          failure.remedy());
    }

    private static One of(String name, Deployment done) {
      return new One(
          name,
          DEPLOYED,
          done.instance().instance().datastore(),
          done.choice().way().id(),
          done.choice().source(),
          done.bytesTransferred(),
          done.elapsed().toMillis(),
          null,
          null,
          null);
    }

    private String says() {
      if (message != null) {
        return fix == null || fix.isEmpty() ? message : message + " (" + fix + ")";
      }
      if (elapsedMs == null) {
        return "";
      }
      String read = bytesTransferred == 0 ? "" : ", " + ByteSize.show(bytesTransferred) + " read";
      String from = datastore != null && datastore.equals(source) ? "" : " from " + source;
      return way + from + read + String.format(Locale.ROOT, ", %.1f s", elapsedMs / 1000.0);
    }
  }

  static ApplyResult of(String target, List<Member> members, Duration elapsed) {
    return new ApplyResult(target, members.stream().map(One::of).toList(), elapsed.toMillis());
  }

  @Override
  public ExitStatus exit() {
    if (count(INTERRUPTED) > 0) {
      return ExitStatus.INTERRUPTED;
    }
    return count(FAILED) > 0 ? ExitStatus.FAILURE : ExitStatus.OK;
  }

  @Override
  public String text() {
    Table table = Table.of("NAME", "OUTCOME", "DATASTORE", "");
    for (One one : instances) {
      table.row(
          one.instance(),
          one.outcome(),
          one.datastore() == null ? "-" : one.datastore(),
          one.says());
    }
    long stand = count(DEPLOYED) + count(THERE);
    return table
        + "\n"
        + "%d of %d instances stand on target %s: %d deployed, %d there before"
            .formatted(stand, instances.size(), target, count(DEPLOYED), count(THERE))
        + String.format(Locale.ROOT, ", %.1f s", elapsedMs / 1000.0);
  }

  private long count(String outcome) {
    return instances.stream().filter(one -> one.outcome().equals(outcome)).count();
  }
}
