package org.stowage.runtime.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.stowage.api.disk.AdapterType;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.DiskSink;
import org.stowage.api.disk.DiskSpec;
import org.stowage.api.disk.ImageTarget;
import org.stowage.api.disk.WritableFormat.WriteOptions;
import org.stowage.runtime.image.FileImageSource;
import org.stowage.testkit.RecordingDiskSink;
import org.stowage.testkit.TestTransfer;
import org.stowage.vmdk.VmdkReader;
import org.stowage.vmdk.raw.RawReader;
import org.stowage.vmdk.write.DiskSinks;

/** Real images in files of their own, and what disks contain. */
public final class TestImages {

  private TestImages() {}

  /** Writes an image file. */
  static Path write(Path folder, String format, byte[] content) throws IOException {
    Path place = Files.createTempDirectory(folder, format);
    ImageTarget target = new FolderTarget(place, "image.vmdk");
    DiskSpec spec = new DiskSpec(content.length, AdapterType.LSILOGIC);
    try (DiskSink sink =
        switch (format) {
          case "streamOptimized" -> DiskSinks.streamOptimized(spec, target, new WriteOptions(1, 2));
          case "sparse" -> DiskSinks.sparse(spec, target);
          default -> DiskSinks.raw(spec, target);
        }) {
      sink.write(0, ByteBuffer.wrap(content));
      sink.finish();
    }
    return place.resolve("image.vmdk");
  }

  static DiskImage open(Path file, String format) throws IOException {
    FileImageSource source =
        FileImageSource.of(file, List.of(), new LongAdder(), new TestTransfer(2));
    return format.equals("raw") ? RawReader.open(source, "raw") : VmdkReader.open(source);
  }

  public static DiskImage make(Path folder, String format, byte[] content) throws IOException {
    return open(write(folder, format, content), format);
  }

  /** Reads a disk whole, parents in a trusted folder included. */
  public static byte[] content(Path disk, Path trusted) throws IOException {
    FileImageSource source =
        FileImageSource.of(disk, List.of(trusted), new LongAdder(), new TestTransfer(2));
    try (DiskImage image = VmdkReader.open(source);
        RecordingDiskSink sink = new RecordingDiskSink(image.facts().capacityBytes())) {
      image.copyTo(sink, new TestTransfer(2));
      return sink.content();
    }
  }
}
