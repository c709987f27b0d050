package org.stowage.plugin.ova;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.stowage.api.DiskFormatException;
import org.stowage.plugin.ova.error.OvaError;
import org.stowage.plugin.ova.tar.TarProbe;

/** Tells what is around an archive that is none by itself, and how to get it out. */
enum Wrapping {
  GZIP("gzip", "gunzip", 0x1F, 0x8B),
  XZ("xz", "unxz", 0xFD, '7', 'z', 'X', 'Z', 0),
  BZIP2("bzip2", "bunzip2", 'B', 'Z', 'h'),
  ZSTANDARD("zstd", "unzstd", 0x28, 0xB5, 0x2F, 0xFD),
  LZ4("lz4", "unlz4", 0x04, 0x22, 0x4D, 0x18),
  ZIP("zip", "unzip", 'P', 'K', 3, 4),
  SEVEN_ZIP("7z", "7z x", '7', 'z', 0xBC, 0xAF, 0x27, 0x1C);

  private final String label;
  private final String command;
  private final byte[] magic;

  Wrapping(String label, String command, int... magic) {
    this.label = label;
    this.command = command;
    this.magic = new byte[magic.length];
    for (int i = 0; i < magic.length; i++) {
      this.magic[i] = (byte) magic[i];
    }
  }

  private boolean starts(byte[] head) {
    return head.length >= magic.length
        && Arrays.equals(head, 0, magic.length, magic, 0, magic.length);
  }

  /** Whether the bytes are the start of a gzip file with a tar archive inside. */
  static boolean isTarInGzip(byte[] head) {
    if (!GZIP.starts(head)) {
      return false;
    }
    try (GZIPInputStream inflated = new GZIPInputStream(new ByteArrayInputStream(head))) {
      return TarProbe.isTar(inflated.readNBytes(TarProbe.HEADER_BYTES));
    } catch (IOException tooShortOrDamaged) {
      return false;
    }
  }

  /**
   * Refuses what does not start like a tar archive.
   *
   * @param head the first bytes
   */
  static void requireTar(byte[] head, String archive) throws DiskFormatException {
    if (TarProbe.isTar(head)) {
      return;
    }
    for (Wrapping wrapping : values()) {
      if (wrapping.starts(head)) {
        throw OvaError.refused(
            OvaError.WRAPPED,
            archive,
            "it is packed by " + wrapping.label + "; an OVA is a plain tar archive",
            "Unpack it first: %s %s".formatted(wrapping.command, OvaError.shown(archive)));
      }
    }
    throw OvaError.damaged(
        OvaError.NOT_TAR,
        archive,
        "it is said to be an OVA, but does not start like a tar archive");
  }
}
