package org.stowage.vmdk.raw;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.Optional;
import org.stowage.api.disk.ImageHead;
import org.stowage.vmdk.descriptor.DescriptorHead;

/**
 * The marks of formats that are not the bytes of a disk. An image that bears one is never taken for
 * raw, whatever is declared: the guest would see the container instead of the disk.
 */
public final class ForeignMagic {

  private record Mark(String format, int offset, String bytes) {

    boolean isIn(ImageHead head) {
      return head.has(offset, bytes.getBytes(ISO_8859_1));
    }
  }

  private static final List<Mark> MARKS =
      List.of(
          new Mark("VMDK", 0, "KDMV"),
          new Mark("unfinished VMDK", 0, "kdmv"),
          new Mark("VMDK (COWD)", 0, "COWD"),
          new Mark("VMDK (seSparse)", 0, "\u00be\u00ba\u00fe\u00ca\0\0\0\0"),
          new Mark("VMDK descriptor", 0, "# Disk DescriptorFile"),
          new Mark("qcow", 0, "QFI\u00fb"),
          new Mark("QED", 0, "QED\0"),
          new Mark("VHDX", 0, "vhdxfile"),
          new Mark("VHD", 0, "conectix"),
          new Mark("VDI", 64, "\u007f\u0010\u00da\u00be"),
          new Mark("Parallels", 0, "WithoutFreeSpace"),
          new Mark("Parallels", 0, "WithouFreSpacExt"),
          new Mark("gzip", 0, "\u001f\u008b"),
          new Mark("xz", 0, "\u00fd7zXZ\0"),
          new Mark("zstd", 0, "(\u00b5/\u00fd"),
          new Mark("bzip2", 0, "BZh"),
          new Mark("lz4", 0, "\u0004\"M\u0018"),
          new Mark("7z", 0, "7z\u00bc\u00af\u0027\u001c"),
          new Mark("zip", 0, "PK\u0003\u0004"),
          new Mark("tar", 257, "ustar"),
          new Mark("XML", 0, "<?xml"));

  private static final Mark ISO_9660 = new Mark("ISO 9660", 32769, "CD001");
  private static final Mark BOOT_SECTOR = new Mark("boot sector", 510, "\u0055\u00aa");

  private ForeignMagic() {}

  /** The name of the format whose mark an image bears. */
  public static Optional<String> in(ImageHead head) {
    // Installation media that can be written to a USB stick are a CD and a disk at once.
    if (ISO_9660.isIn(head) && !BOOT_SECTOR.isIn(head)) {
      return Optional.of(ISO_9660.format);
    }
    if (DescriptorHead.of(head.bytes()).isPresent()) {
      return Optional.of("VMDK descriptor");
    }
    return MARKS.stream().filter(mark -> mark.isIn(head)).map(Mark::format).findFirst();
  }
}
