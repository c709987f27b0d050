package org.stowage.runtime.local;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.stowage.api.Transfer;
import org.stowage.api.disk.DiskFacts;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.DiskSink;
import org.stowage.api.disk.StoredForm;
import org.stowage.runtime.target.Instance;
import org.stowage.runtime.target.Snapshots;

/**
 * Disks of instances, read where they lie: nothing is made, and whoever would change the disk is
 * kept off until it has been read.
 */
final class LocalSnapshots implements Snapshots {

  private final LocalTarget target;

  LocalSnapshots(LocalTarget target) {
    this.target = target;
  }

  @Override
  public DiskImage open(Instance instance, Transfer transfer) throws IOException {
    NameClaims claims = NameClaims.take(target, instance.name(), transfer);
    try {
      LocalFolder folder = target.folder(instance.datastore());
      InstanceFolder.require(target, folder, instance);
      Path file = folder.file("read", instance.disk());
      DiskImage image = LocalDisk.look(file).open(target.roots(), new Silent(transfer));
      return new Held(image, StillDisk.of(instance.disk(), file), claims);
    } catch (IOException | RuntimeException e) {
      try (claims) {
        throw e;
      }
    }
  }

  /** An image together with what keeps others off its disk. */
  private record Held(DiskImage image, Closeable stillness, Closeable claims) implements DiskImage {

    @Override
    public DiskFacts facts() {
      return image.facts();
    }

    @Override
    public void copyTo(DiskSink sink, Transfer transfer) throws IOException {
      image.copyTo(sink, transfer);
    }

    @Override
    public Optional<StoredForm> stored() {
      return image.stored();
    }

    @Override
    public void close() throws IOException {
      try (claims;
          stillness) {
        image.close();
      }
    }
  }
}
