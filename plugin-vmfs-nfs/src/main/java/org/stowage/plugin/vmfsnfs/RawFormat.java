package org.stowage.plugin.vmfsnfs;

import java.io.IOException;
import java.util.Locale;
import org.pf4j.Extension;
import org.stowage.api.disk.DiskFormats;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.DiskSink;
import org.stowage.api.disk.DiskSpec;
import org.stowage.api.disk.ImageHead;
import org.stowage.api.disk.ImageProperties;
import org.stowage.api.disk.ImageSource;
import org.stowage.api.disk.ImageTarget;
import org.stowage.api.disk.Recognition;
import org.stowage.api.disk.WritableFormat;
import org.stowage.vmdk.VmdkKind;
import org.stowage.vmdk.raw.ForeignMagic;
import org.stowage.vmdk.raw.RawReader;
import org.stowage.vmdk.write.DiskSinks;

/**
 * The bytes of a disk and nothing else. Such an image has no mark, so it is what remains when it
 * bears the mark of no other format, whether a format for that is loaded or not.
 */
@Extension
public final class RawFormat implements WritableFormat {

  private static final String ID = "raw";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Recognition recognise(ImageHead head) {
    if (VmdkKind.of(head).isPresent() || ForeignMagic.in(head).isPresent()) {
      return Recognition.NONE;
    }
    return isDeclared(head) ? Recognition.DECLARED : Recognition.POSSIBLE;
  }

  /** By the property, or by a name such as {@code disk.img}; a VMware disk type says otherwise. */
  static boolean isDeclared(ImageHead head) {
    String name = head.name().toLowerCase(Locale.ROOT);
    ImageProperties declared = head.declared();
    return declared.value(ImageProperties.DISK_TYPE).isEmpty()
        && (name.endsWith(".raw")
            || name.endsWith(".img")
            || declared.value(ImageProperties.DISK_FORMAT).filter(ID::equals).isPresent());
  }

  @Override
  public DiskImage open(ImageSource source, DiskFormats formats) throws IOException {
    return RawReader.open(source, ID);
  }

  @Override
  public boolean streams() {
    return true;
  }

  @Override
  public DiskSink create(DiskSpec spec, ImageTarget target, WriteOptions options)
      throws IOException {
    return DiskSinks.raw(spec, target);
  }
}
