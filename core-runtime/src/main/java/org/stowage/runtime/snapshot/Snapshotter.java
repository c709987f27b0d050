package org.stowage.runtime.snapshot;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.DiskSpec;
import org.stowage.api.disk.PackagedMachine;
import org.stowage.api.disk.StoredForm;
import org.stowage.api.disk.WritableContainer;
import org.stowage.api.disk.WritableFormat.WriteOptions;
import org.stowage.runtime.deploy.InstanceView;
import org.stowage.runtime.glance.Glance;
import org.stowage.runtime.image.FormatRegistry;
import org.stowage.runtime.image.NewImage;
import org.stowage.runtime.image.RemoteImages;
import org.stowage.runtime.target.Instance;
import org.stowage.runtime.target.Snapshots;
import org.stowage.runtime.target.Target;
import org.stowage.vmdk.VmdkKind;
import org.stowage.vmdk.write.DiskSinks;

/**
 * Writes an instance's root disk to a file, as a streamOptimized VMDK, alone or in an OVA, or to an
 * image of Glance: what every import takes.
 */
public final class Snapshotter {

  private static final String OVA = "ova";
  private static final String FORMAT = VmdkKind.STREAM_OPTIMIZED.formatId();

  private final SnapshotRequest request;
  private final RemoteImages remote;
  private final @Nullable WritableContainer container;

  private Snapshotter(
      SnapshotRequest request, RemoteImages remote, @Nullable WritableContainer container) {
    this.request = request;
    this.remote = remote;
    this.container = container;
  }

  /**
   * Understands a request.
   *
   * @throws StorageException {@code usage} when the file's name does not say what to make; {@code
   *     not-found} when no plugin makes it
   */
  public static Snapshotter of(SnapshotRequest request, FormatRegistry formats, RemoteImages remote)
      throws StorageException {
    String name = request.destination().toLowerCase(Locale.ROOT);
    if (Glance.isAddress(name)) {
      Glance.nameIn(name);
      return new Snapshotter(request, remote, null);
    }
    if (name.endsWith(".vmdk")) {
      return new Snapshotter(request, remote, null);
    }
    if (name.endsWith(".ova")) {
      return new Snapshotter(
          request, remote, formats.container(OVA).orElseThrow(() -> noPlugin(name)));
    }
    throw new StorageException(
        CommonError.USAGE,
        "the name of " + request.destination() + " does not say what to make of the snapshot",
        "Name a file that ends in .vmdk, for the disk alone, or in .ova; or glance://NAME.");
  }

  /**
   * Takes the snapshot. A failure leaves neither a file nor anything on the target.
   *
   * @param view of an instance of the target
   */
  public Snapshot of(Target target, InstanceView view, Transfer transfer) throws IOException {
    long start = System.nanoTime();
    Snapshots snapshots = target.snapshots().orElseThrow(() -> unable(target));
    Instance instance = view.instance();
    NewImage image =
        file -> {
          try (DiskImage disk = snapshots.open(instance, transfer)) {
            return image(instance, disk, transfer).writeTo(file);
          }
        };
    SnapshotDestination.Taken taken =
        SnapshotDestination.of(request.destination(), instance.adapterType(), remote, transfer)
            .take(image);
    return new Snapshot(
        view,
        taken.name(),
        container == null ? null : container.id(),
        FORMAT,
        instance.capacityBytes(),
        taken.storedBytes(),
        Duration.ofNanos(System.nanoTime() - start));
  }

  private NewImage image(Instance instance, DiskImage disk, Transfer transfer) {
    DiskSpec spec = new DiskSpec(disk.facts().capacityBytes(), instance.adapterType());
    Optional<StoredForm> exported = disk.stored().filter(stored -> stored.format().equals(FORMAT));
    NewImage alone =
        exported.isPresent()
            ? NewImage.stored(exported.get(), disk.facts().knownPopulatedBytes(), transfer)
            : NewImage.converted(
                disk,
                DiskSinks::streamOptimized,
                spec,
                new WriteOptions(request.level(), transfer.threads()),
                transfer);
    return container == null
        ? alone
        : alone.inside(
            container,
            new PackagedMachine(
                instance.name(), instance.cpus(), instance.memoryMib(), spec, FORMAT));
  }

  private static StorageException noPlugin(String name) {
    return new StorageException(
        CommonError.NOT_FOUND,
        "no plugin can make " + name,
        "Install the plugin " + OVA + ", or name a file that ends in .vmdk.");
  }

  private static StorageException unable(Target target) {
    return new StorageException(
        CommonError.UNSUPPORTED,
        "target " + target.name() + " gives out no disks of its instances",
        "Export the instance with the target's own tools.");
  }
}
