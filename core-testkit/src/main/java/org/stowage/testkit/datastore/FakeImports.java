package org.stowage.testkit.datastore;

import static org.stowage.testkit.datastore.FakeDatastore.error;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.stowage.api.CommonError;
import org.stowage.api.Transfer;
import org.stowage.api.datastore.BaseDisk;
import org.stowage.api.datastore.DatastoreTraits.DataFiles;
import org.stowage.api.datastore.DiskImports;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.StoredForm;
import org.stowage.testkit.Broken;
import org.stowage.testkit.RecordingDiskSink;
import org.stowage.testkit.datastore.FakeDatastore.Disk;

/** The import routes, into memory. */
final class FakeImports implements DiskImports {

  private final FakeDatastore datastore;

  FakeImports(FakeDatastore datastore) {
    this.datastore = datastore;
  }

  @Override
  public void importStream(DiskImage image, BaseDisk disk, Transfer transfer) throws IOException {
    long capacityBytes = begin("importStream", image.facts().capacityBytes(), disk);
    StoredForm stored =
        image
            .stored()
            .filter(form -> form.format().equals("streamOptimized"))
            .orElseThrow(
                () ->
                    error(CommonError.NOT_ALLOWED, disk.path(), "the image is no streamOptimized"));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    stored.writeTo(bytes, transfer);
    store(disk, capacityBytes, bytes.toByteArray());
  }

  @Override
  public void importFlat(DiskImage image, long capacityBytes, BaseDisk disk, Transfer transfer)
      throws IOException {
    begin("importFlat", capacityBytes, disk);
    requireDataFiles(disk);
    Broken.unless(
        capacityBytes >= image.facts().capacityBytes(), "the capacity is less than the image's");
    store(disk, capacityBytes, content(image, transfer));
  }

  @Override
  public void importSparse(DiskImage image, BaseDisk disk, Transfer transfer) throws IOException {
    long capacityBytes = begin("importSparse", image.facts().capacityBytes(), disk);
    requireDataFiles(disk);
    if (!image.facts().format().equals("sparse")) {
      throw error(CommonError.NOT_ALLOWED, disk.path(), "the image is not sparse");
    }
    store(disk, capacityBytes, content(image, transfer));
  }

  private long begin(String call, long capacityBytes, BaseDisk disk) throws IOException {
    datastore.enter(call, disk.path());
    datastore.requireFree(disk.path());
    datastore.requireCapacity(disk.path(), capacityBytes);
    return capacityBytes;
  }

  private void requireDataFiles(BaseDisk disk) throws IOException {
    if (datastore.traits.dataFiles() == DataFiles.HIDDEN) {
      throw error(CommonError.NOT_ALLOWED, disk.path(), "data files are hidden here");
    }
  }

  private static byte[] content(DiskImage image, Transfer transfer) throws IOException {
    try (RecordingDiskSink sink = new RecordingDiskSink(image.facts().capacityBytes())) {
      image.copyTo(sink, transfer);
      sink.finish();
      return sink.content();
    }
  }

  private void store(BaseDisk disk, long capacityBytes, byte[] content) {
    datastore.nodes.put(disk.path().path(), new Disk(capacityBytes, disk.adapterType(), content));
  }
}
