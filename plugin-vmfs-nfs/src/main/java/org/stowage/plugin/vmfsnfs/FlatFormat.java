package org.stowage.plugin.vmfsnfs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
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
import org.stowage.vmdk.VmdkReader;
import org.stowage.vmdk.raw.ForeignMagic;
import org.stowage.vmdk.raw.RawReader;
import org.stowage.vmdk.write.DiskSinks;

/**
 * Flat VMDKs: a descriptor beside plain data, or the data file alone, which is what an image
 * service keeps for the disk type {@code preallocated} and its kin. Data alone have no mark; they
 * are known by what is declared or by the name {@code x-flat.vmdk}.
 */
@Extension
public final class FlatFormat implements WritableFormat {

  private static final Set<String> DISK_TYPES =
      Set.of("preallocated", "thin", "thick", "eagerzeroedthick");

  @Override
  public String id() {
    return VmdkKind.FLAT.formatId();
  }

  @Override
  public Recognition recognise(ImageHead head) {
    Optional<VmdkKind> kind = VmdkKind.of(head);
    if (kind.isPresent()) {
      return kind.get() == VmdkKind.FLAT ? Recognition.MAGIC : Recognition.NONE;
    }
    boolean declared =
        head.declared()
                .value(ImageProperties.DISK_TYPE)
                .filter(type -> DISK_TYPES.contains(type.toLowerCase(Locale.ROOT)))
                .isPresent()
            || (isNamedDataFile(head) && !RawFormat.isDeclared(head));
    return declared && ForeignMagic.in(head).isEmpty() ? Recognition.DECLARED : Recognition.NONE;
  }

  private static boolean isNamedDataFile(ImageHead head) {
    return head.name().toLowerCase(Locale.ROOT).endsWith("-flat.vmdk");
  }

  @Override
  public DiskImage open(ImageSource source, DiskFormats formats) throws IOException {
    // A descriptor is of no use in a pure stream, where the data beside it cannot be had.
    return source.repeatable() && hasDescriptor(source)
        ? VmdkReader.open(source)
        : RawReader.open(source, id());
  }

  private static boolean hasDescriptor(ImageSource source) throws IOException {
    try (InputStream stream = source.open()) {
      ByteBuffer head = ByteBuffer.wrap(stream.readNBytes(ImageHead.MAX_BYTES));
      long lengthBytes = source.lengthBytes().orElse(-1);
      return VmdkKind.of(new ImageHead(source.name(), head, lengthBytes, ImageProperties.NONE))
          .isPresent();
    }
  }

  @Override
  public boolean streams() {
    return false;
  }

  @Override
  public DiskSink create(DiskSpec spec, ImageTarget target, WriteOptions options)
      throws IOException {
    return DiskSinks.flat(spec, target);
  }
}
