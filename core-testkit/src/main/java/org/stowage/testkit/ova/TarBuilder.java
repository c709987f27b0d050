package org.stowage.testkit.ova;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Makes tar archives block by block, so that tests can make what no tar program would.
 *
 * <p>Members follow one another in the order of the calls.
 */
public final class TarBuilder {

  private static final int BLOCK_BYTES = 512;
  private static final int RECORD_BYTES = 20 * BLOCK_BYTES;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** An ordinary file. */
  public TarBuilder file(String name, byte[] content) {
    return entry(name, '0', content);
  }

  /** An ordinary file with text. */
  public TarBuilder file(String name, String content) {
    return file(name, content.getBytes(UTF_8));
  }

  /** A symbolic link, device or whatever else the type flag says, without content. */
  public TarBuilder special(String name, char type) {
    return entry(name, type, new byte[0]);
  }

  /** The longer name of the member that follows, as GNU tar writes it. */
  public TarBuilder gnuLongName(String name) {
    return entry("././@LongLink", 'L', (name + "\0").getBytes(UTF_8));
  }

  /** A record for the member that follows. */
  public TarBuilder pax(String key, String value) {
    return paxBytes(paxRecord(key, value));
  }

  /** Whatever a pax header may hold. */
  public TarBuilder paxBytes(byte[] records) {
    return entry("PaxHeaders/next", 'x', records);
  }

  /** A member of any type with a true size. */
  public TarBuilder entry(String name, char type, byte[] content) {
    return header(name, type, octal(content.length)).raw(content).pad();
  }

  /**
   * A header alone.
   *
   * @param sizeField the twelve bytes of the size
   */
  public TarBuilder header(String name, char type, byte[] sizeField) {
    byte[] block = new byte[BLOCK_BYTES];
    put(block, 0, Arrays.copyOf(name.getBytes(UTF_8), Math.min(100, name.getBytes(UTF_8).length)));
    put(block, 100, "0000644\0".getBytes(ISO_8859_1));
    put(block, 108, "0000000\0".getBytes(ISO_8859_1));
    put(block, 116, "0000000\0".getBytes(ISO_8859_1));
    put(block, 124, sizeField);
    put(block, 136, octal(0));
    block[156] = (byte) type;
    put(block, 257, "ustar\00000".getBytes(ISO_8859_1));
    return raw(withChecksum(block));
  }

  /** Bytes as they are. */
  public TarBuilder raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  /** Zeros up to the next block. */
  public TarBuilder pad() {
    return raw(new byte[(BLOCK_BYTES - out.size() % BLOCK_BYTES) % BLOCK_BYTES]);
  }

  /** The archive with its end: two blocks of zeros, and more up to 10240 bytes. */
  public byte[] bytes() {
    int end = out.size() + 2 * BLOCK_BYTES;
    return Arrays.copyOf(out.toByteArray(), (end + RECORD_BYTES - 1) / RECORD_BYTES * RECORD_BYTES);
  }

  /** The archive without an end. */
  public byte[] unended() {
    return out.toByteArray();
  }

  /** A size as eleven octal digits and a NUL; twelve digits where eleven do not do. */
  public static byte[] octal(long size) {
    String digits = "%011o".formatted(size);
    return (digits.length() == 11 ? digits + "\0" : digits).getBytes(ISO_8859_1);
  }

  /** A size in base 256, as GNU tar writes it beyond 8 GiB. */
  public static byte[] base256(long size) {
    byte[] field = new byte[12];
    for (int i = 0; i < 8; i++) {
      field[11 - i] = (byte) (size >> 8 * i);
    }
    field[0] = (byte) (size < 0 ? 0xFF : 0x80);
    if (size < 0) {
      Arrays.fill(field, 1, 4, (byte) 0xFF);
    }
    return field;
  }

  /** {@code LENGTH KEY=VALUE\n}, with the length it has. */
  public static byte[] paxRecord(String key, String value) {
    String rest = " " + key + "=" + value + "\n";
    int restBytes = rest.getBytes(UTF_8).length;
    int length = restBytes;
    while (length != restBytes + String.valueOf(length).length()) {
      length = restBytes + String.valueOf(length).length();
    }
    return (length + rest).getBytes(UTF_8);
  }

  /** Puts the right checksum into a header block. */
  public static byte[] withChecksum(byte[] block) {
    Arrays.fill(block, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte next : block) {
      sum += next & 0xFF;
    }
    put(block, 148, "%06o\0 ".formatted(sum).getBytes(ISO_8859_1));
    return block;
  }

  private static void put(byte[] block, int offset, byte[] field) {
    System.arraycopy(field, 0, block, offset, field.length);
  }
}
