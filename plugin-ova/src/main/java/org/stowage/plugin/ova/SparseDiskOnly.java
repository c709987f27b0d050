package org.stowage.plugin.ova;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.channels.SeekableByteChannel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.stowage.api.disk.ImageSource;
import org.stowage.plugin.ova.error.OvaError;
import org.stowage.plugin.ova.tar.ChannelStream;

/**
 * A disk of an OVA, which is a sparse VMDK by its first bytes and nothing else: a text descriptor
 * would name files of whoever reads it, and other formats need to be converted by their owner.
 */
final class SparseDiskOnly implements ImageSource {

  private static final String SPARSE = "KDMV";

  /** What else is found in its place, by the first bytes. */
  private static final Map<String, String> KNOWN = new LinkedHashMap<>();

  static {
    KNOWN.put("# Disk", "a VMDK descriptor without its extents");
    KNOWN.put("COWD", "a VMFS delta disk (COWD)");
    KNOWN.put("\u00be\u00ba\u00fe\u00ca", "a VMFS delta disk (seSparse)");
    KNOWN.put("kdmv", "a VMDK that its writer did not finish");
    KNOWN.put("QFI\u00fb", "a qcow2 image");
    KNOWN.put("conectix", "a VHD image");
    KNOWN.put("vhdxfile", "a VHDX image");
    KNOWN.put("<<< ", "a VDI image");
    KNOWN.put("\u001f\u008b", "compressed by gzip, though the descriptor does not say so");
    KNOWN.put("\u00fd7zXZ", "compressed by xz");
    KNOWN.put("PK\u0003\u0004", "a zip archive");
  }

  private static final int MAGIC_BYTES = 8;

  private final ImageSource disk;

  SparseDiskOnly(ImageSource disk) {
    this.disk = disk;
  }

  @Override
  public InputStream open() throws IOException {
    PushbackInputStream stream = new PushbackInputStream(disk.open(), MAGIC_BYTES);
    try {
      byte[] magic = stream.readNBytes(MAGIC_BYTES);
      check(magic);
      stream.unread(magic);
      return stream;
    } catch (IOException | RuntimeException e) {
      try (stream) {
        throw e;
      }
    }
  }

  @Override
  public Optional<SeekableByteChannel> openChannel() throws IOException {
    Optional<SeekableByteChannel> opened = disk.openChannel();
    if (opened.isPresent()) {
      SeekableByteChannel channel = opened.get();
      try {
        check(new ChannelStream(channel).readNBytes(MAGIC_BYTES));
        channel.position(0);
      } catch (IOException | RuntimeException e) {
        try (channel) {
          throw e;
        }
      }
    }
    return opened;
  }

  private void check(byte[] magic) throws IOException {
    String start = new String(magic, ISO_8859_1);
    if (start.startsWith(SPARSE)) {
      return;
    }
    String what =
        KNOWN.entrySet().stream()
            .filter(known -> start.startsWith(known.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse("a raw image, or of a format unknown here");
    throw OvaError.refused(
        OvaError.DISK_CONTENT,
        name(),
        "it is %s; the disk of an OVA is a sparse VMDK, whose first bytes are KDMV".formatted(what),
        "Export the appliance with streamOptimized VMDK disks, or give the disk itself.");
  }

  @Override
  public String name() {
    return disk.name();
  }

  @Override
  public OptionalLong lengthBytes() {
    return disk.lengthBytes();
  }

  @Override
  public boolean repeatable() {
    return disk.repeatable();
  }

  @Override
  public ImageSource resolve(String reference) throws IOException {
    return disk.resolve(reference);
  }

  @Override
  public Object identity() {
    return disk.identity();
  }
}
