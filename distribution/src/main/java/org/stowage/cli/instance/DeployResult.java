package org.stowage.cli.instance;

import java.time.Duration;
import java.util.Locale;
import org.stowage.cli.output.Result;
import org.stowage.cli.output.Table;
import org.stowage.runtime.config.ByteSize;
import org.stowage.runtime.deploy.Deployment;
import org.stowage.runtime.deploy.InstanceView;

/** The JSON of deploy. */
record DeployResult(
    String instance,
    String target,
    String datastore,
    DiskResult disk,
    String descriptorPath,
    boolean cacheHit,
    long bytesTransferred,
    long elapsedMs)
    implements Result {

  static DeployResult of(Deployment deployment) {
    InstanceView view = deployment.instance();
    return new DeployResult(
        view.instance().name(),
        view.target(),
        view.instance().datastore(),
        DiskResult.of(view),
        view.descriptorPath(),
        deployment.cacheHit(),
        deployment.bytesTransferred(),
        deployment.elapsed().toMillis());
  }

  @Override
  public String text() {
    String image =
        cacheHit
            ? "the image was cached there"
            : "the image was imported (" + ByteSize.show(bytesTransferred) + " read)";
    Table table = Table.plain().row("  descriptor", descriptorPath).row("  disk", disk.path());
    if (disk.parent() != null) {
      table.row("  linked to", disk.parent());
    }
    return instance
        + " is ready on datastore "
        + datastore
        + "; "
        + image
        + ", "
        + String.format(Locale.ROOT, "%.1f s", Duration.ofMillis(elapsedMs).toMillis() / 1000.0)
        + "\n"
        + table;
  }
}
