package org.stowage.cli.instance;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.stowage.cli.output.Result;
import org.stowage.cli.output.Table;
import org.stowage.runtime.config.ByteSize;
import org.stowage.runtime.deploy.Deployment;
import org.stowage.runtime.deploy.InstanceView;
import org.stowage.runtime.placement.Way;

/**
 * The JSON of deploy.
 *
 * @param way cached, linked, copied or imported
 * @param source the datastore whose base disk was used
 * @param verdicts what placement said of each datastore; null unless it was asked for
 */
record DeployResult(
    String instance,
    String target,
    String datastore,
    DiskResult disk,
    String descriptorPath,
    String way,
    String source,
    boolean cacheHit,
    long bytesTransferred,
    long elapsedMs,
    @Nullable List<VerdictResult> verdicts)
    implements Result {

  static DeployResult of(Deployment deployment, boolean explain) {
    InstanceView view = deployment.instance();
    return new DeployResult(
        view.instance().name(),
        view.target(),
        view.instance().datastore(),
        DiskResult.of(view),
        view.descriptorPath(),
        deployment.choice().way().id(),
        deployment.choice().source(),
        deployment.cacheHit(),
        deployment.bytesTransferred(),
        deployment.elapsed().toMillis(),
        explain ? deployment.plan().verdicts().stream().map(VerdictResult::of).toList() : null);
  }

  @Override
  public String text() {
    Table table = Table.plain().row("  descriptor", descriptorPath).row("  disk", disk.path());
    if (disk.parent() != null) {
      table.row("  linked to", disk.parent());
    }
    return instance
        + " is ready on datastore "
        + datastore
        + "; "
        + image()
        + ", "
        + String.format(Locale.ROOT, "%.1f s", Duration.ofMillis(elapsedMs).toMillis() / 1000.0)
        + "\n"
        + table
        + (verdicts == null ? "" : "\n" + VerdictResult.table(verdicts, datastore));
  }

  private String image() {
    if (way.equals(Way.LINKED.id())) {
      return "it stands on the image cached on " + source;
    }
    if (way.equals(Way.COPIED.id())) {
      return "the image was copied from " + source;
    }
    return cacheHit
        ? "the image was cached there"
        : "the image was imported (" + ByteSize.show(bytesTransferred) + " read)";
  }
}
