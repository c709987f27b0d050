package org.stowage.runtime.local;

import java.io.IOException;
import java.io.InputStream;
import org.stowage.api.Transfer;
import org.stowage.api.datastore.BaseDisk;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.datastore.DiskImports;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.DiskSink;
import org.stowage.api.disk.DiskSpec;
import org.stowage.api.disk.StoredForm;
import org.stowage.runtime.image.DigestedForm;
import org.stowage.runtime.image.PassingSource;
import org.stowage.runtime.image.Silent;
import org.stowage.runtime.image.StoredFormStream;
import org.stowage.vmdk.VmdkKind;
import org.stowage.vmdk.VmdkReader;

/** Imports into one datastore's folder: extents go straight into the new disk. */
final class LocalImports implements DiskImports {

  private static final String ATTEMPTED = "import into";

  private final LocalFolder folder;

  LocalImports(LocalFolder folder) {
    this.folder = folder;
  }

  @Override
  public void importStream(DiskImage image, BaseDisk disk, Transfer transfer) throws IOException {
    StoredForm stored =
        image
            .stored()
            .filter(form -> form.format().equals(VmdkKind.STREAM_OPTIMIZED.formatId()))
            .orElseThrow(
                () ->
                    FileErrors.notAllowed(
                        ATTEMPTED,
                        disk.path(),
                        "an import lease takes streamOptimized disks only"));
    String name = image.facts().fileName();
    try (NewDisk made = begin(image.facts().capacityBytes(), disk);
        PassingSource source =
            new PassingSource(name, stored.lengthBytes(), open(stored, transfer));
        DiskImage streamed = VmdkReader.open(source)) {
      made.fill(
              sink -> {
                streamed.copyTo(watched(stored, sink), new Silent(transfer));
                source.finish();
                if (stored instanceof DigestedForm digested) {
                  digested.watched();
                }
              })
          .publish();
    }
  }

  /** Who digests the content gets it from here, where it is read in any case. */
  private static InputStream open(StoredForm stored, Transfer transfer) {
    StoredForm bytes = stored instanceof DigestedForm digested ? digested.form() : stored;
    return StoredFormStream.open(bytes, transfer);
  }

  private static DiskSink watched(StoredForm stored, DiskSink sink) {
    return stored instanceof DigestedForm digested ? digested.watching(sink) : sink;
  }

  @Override
  public void importFlat(DiskImage image, long capacityBytes, BaseDisk disk, Transfer transfer)
      throws IOException {
    requireDataFiles(disk.path());
    copy(image, capacityBytes, disk, transfer);
  }

  @Override
  public void importSparse(DiskImage image, BaseDisk disk, Transfer transfer) throws IOException {
    requireDataFiles(disk.path());
    if (!image.facts().format().equals(VmdkKind.SPARSE.formatId())) {
      throw FileErrors.notAllowed(
          ATTEMPTED, disk.path(), "the image is " + image.facts().format() + ", not sparse");
    }
    copy(image, image.facts().capacityBytes(), disk, transfer);
  }

  private void copy(DiskImage image, long capacityBytes, BaseDisk disk, Transfer transfer)
      throws IOException {
    try (NewDisk made = begin(capacityBytes, disk)) {
      made.fill(sink -> image.copyTo(sink, transfer)).publish();
    }
  }

  private NewDisk begin(long capacityBytes, BaseDisk disk) throws IOException {
    folder.requireCapacity(ATTEMPTED, disk.path(), capacityBytes);
    return NewDisk.begin(
        folder, ATTEMPTED, disk.path(), new DiskSpec(capacityBytes, disk.adapterType()));
  }

  private void requireDataFiles(DatastorePath disk) throws IOException {
    if (folder.hidesDataFiles()) {
      throw FileErrors.notAllowed(
          ATTEMPTED,
          disk,
          "datastores of type %s hide data files; only streams are imported"
              .formatted(folder.datastore().typeName()));
    }
  }
}
