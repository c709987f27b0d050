package org.stowage.plugin.vmfsnfs;

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

/** VMDKs of grains: in one file, in several, or in a linked child. Writes a single file. */
@Extension
public final class SparseFormat implements WritableFormat {

  @Override
  public String id() {
    return VmdkKind.SPARSE.formatId();
  }

  @Override
  public Recognition recognise(ImageHead head) {
    return VmdkKind.of(head).filter(VmdkKind.SPARSE::equals).isPresent()
        ? Recognition.MAGIC
        : Recognition.NONE;
  }

  @Override
  public DiskImage open(ImageSource source, DiskFormats formats) throws IOException {
    return VmdkReader.open(source);
  }

  @Override
  public boolean streams() {
    return false;
  }

  @Override
  public DiskSink create(DiskSpec spec, ImageTarget target, WriteOptions options)
      throws IOException {
    return DiskSinks.sparse(spec, target);
  }
}
