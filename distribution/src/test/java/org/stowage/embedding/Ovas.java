package org.stowage.embedding;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Takes small OVAs apart: tar files (POSIX.1-2008, pax, "ustar Interchange Format"). */
final class Ovas {

  private static final int BLOCK_BYTES = 512;
  private static final int NAME_BYTES = 100;
  private static final int SIZE_OFFSET = 124;
  private static final int SIZE_DIGITS = 11;

  private Ovas() {}

  /** Writes one that promises nothing of its disk, so that each copy counts as another image. */
  static Path withoutManifest(Path ova, Path copy) throws IOException {
    byte[] tar = Files.readAllBytes(ova);
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    int at = 0;
    while (at < tar.length && tar[at] != 0) {
      int end = at + BLOCK_BYTES + blocks(size(tar, at)) * BLOCK_BYTES;
      if (!name(tar, at).endsWith(".mf")) {
        kept.write(tar, at, end - at);
      }
      at = end;
    }
    kept.write(tar, at, tar.length - at);
    return Files.write(copy, kept.toByteArray());
  }

  /** Writes the disk alone. */
  static Path disk(Path ova, Path file) throws IOException {
    byte[] tar = Files.readAllBytes(ova);
    int at = 0;
    while (!name(tar, at).endsWith(".vmdk")) {
      at += BLOCK_BYTES + blocks(size(tar, at)) * BLOCK_BYTES;
    }
    int start = at + BLOCK_BYTES;
    return Files.write(file, Arrays.copyOfRange(tar, start, start + size(tar, at)));
  }

  private static String name(byte[] tar, int at) {
    return new String(tar, at, NAME_BYTES, StandardCharsets.US_ASCII).replaceAll("\0.*", "");
  }

  private static int size(byte[] tar, int at) {
    String octal = new String(tar, at + SIZE_OFFSET, SIZE_DIGITS, StandardCharsets.US_ASCII);
    return Integer.parseInt(octal.trim(), 8);
  }

  private static int blocks(int bytes) {
    return (bytes + BLOCK_BYTES - 1) / BLOCK_BYTES;
  }
}
