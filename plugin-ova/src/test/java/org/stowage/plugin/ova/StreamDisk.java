package org.stowage.plugin.ova;

import java.io.IOException;
import org.stowage.api.disk.DiskFormats;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.DiskSink;
import org.stowage.api.disk.DiskSpec;
import org.stowage.api.disk.ImageHead;
import org.stowage.api.disk.ImageSource;
import org.stowage.api.disk.ImageTarget;
import org.stowage.api.disk.Recognition;
import org.stowage.api.disk.WritableFormat;
import org.stowage.vmdk.VmdkKind;
import org.stowage.vmdk.VmdkReader;
import org.stowage.vmdk.write.DiskSinks;

/** The format that new packages hold, by the reader and writer that the real one uses. */
final class StreamDisk implements WritableFormat {

  @Override
  public String id() {
    return "streamOptimized";
  }

  @Override
  public Recognition recognise(ImageHead head) {
    return VmdkKind.of(head).isPresent() ? Recognition.MAGIC : Recognition.NONE;
  }

  @Override
  public DiskImage open(ImageSource source, DiskFormats formats) throws IOException {
    return VmdkReader.open(source);
  }

  @Override
  public boolean streams() {
    return true;
  }

  @Override
  public DiskSink create(DiskSpec spec, ImageTarget target, WriteOptions options)
      throws IOException {
    return DiskSinks.streamOptimized(spec, target, options);
  }
}
