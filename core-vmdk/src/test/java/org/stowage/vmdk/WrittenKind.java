package org.stowage.vmdk;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.DiskSink;
import org.stowage.api.disk.DiskSpec;
import org.stowage.api.disk.ImageSource;
import org.stowage.api.disk.ImageTarget;
import org.stowage.api.disk.WritableFormat.WriteOptions;
import org.stowage.vmdk.raw.RawReader;
import org.stowage.vmdk.write.DiskSinks;

/** The kinds of disks that are written. */
enum WrittenKind {
  STREAM_OPTIMIZED("vmdk", "streamOptimized"),
  SPARSE("vmdk", "monolithicSparse"),
  FLAT("vmdk", "monolithicFlat"),
  RAW("raw", null);

  private final String qemuFormat;
  private final @Nullable String createType;

  WrittenKind(String qemuFormat, @Nullable String createType) {
    this.qemuFormat = qemuFormat;
    this.createType = createType;
  }

  String qemuFormat() {
    return qemuFormat;
  }

  @Nullable String createType() {
    return createType;
  }

  boolean namesAdapter() {
    return this != RAW;
  }

  DiskSink sink(DiskSpec spec, ImageTarget target) throws IOException {
    return switch (this) {
      case STREAM_OPTIMIZED ->
          DiskSinks.streamOptimized(spec, target, new WriteOptions(WriteOptions.USUAL_LEVEL, 2));
      case SPARSE -> DiskSinks.sparse(spec, target);
      case FLAT -> DiskSinks.flat(spec, target);
      case RAW -> DiskSinks.raw(spec, target);
    };
  }

  DiskImage open(ImageSource source) throws IOException {
    return this == RAW ? RawReader.open(source, "raw") : VmdkReader.open(source);
  }
}
