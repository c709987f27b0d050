package org.stowage.plugin.vsan;

import java.io.IOException;
import org.pf4j.Extension;
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

/** Compressed VMDKs for transport: what import and export leases carry, and OVAs hold. */
@Extension
public final class StreamOptimizedFormat implements WritableFormat {

  static final String ID = VmdkKind.STREAM_OPTIMIZED.formatId();

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Recognition recognise(ImageHead head) {
    return VmdkKind.of(head).filter(VmdkKind.STREAM_OPTIMIZED::equals).isPresent()
        ? Recognition.MAGIC
        : Recognition.NONE;
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
