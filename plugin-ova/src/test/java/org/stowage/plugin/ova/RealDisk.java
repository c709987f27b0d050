package org.stowage.plugin.ova;

import java.io.IOException;
import org.stowage.api.disk.DiskFormat;
import org.stowage.api.disk.DiskFormats;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.ImageHead;
import org.stowage.api.disk.ImageSource;
import org.stowage.api.disk.Recognition;
import org.stowage.vmdk.VmdkKind;
import org.stowage.vmdk.VmdkReader;

/** All VMDKs as one format, by the reader that the real formats share. */
final class RealDisk implements DiskFormat {

  @Override
  public String id() {
    return "vmdk";
  }

  @Override
  public Recognition recognise(ImageHead head) {
    return VmdkKind.of(head).isPresent() ? Recognition.MAGIC : Recognition.NONE;
  }

  @Override
  public DiskImage open(ImageSource source, DiskFormats formats) throws IOException {
    return VmdkReader.open(source);
  }
}
