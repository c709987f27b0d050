package org.stowage.vmdk.inflate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Expands with the decoder and with zlib. */
final class Expanding {

  private static final byte CANARY = 0x5A;
  private static final int ROOM = 1000;

  private final DeflateDecoder decoder = new DeflateDecoder();

  /** What data expand to, and how many of the bytes given they were. */
  record Expanded(byte[] content, int dataBytes) {

    @Override
    public boolean equals(Object other) {
      return other instanceof Expanded expanded
          && dataBytes == expanded.dataBytes
          && Arrays.equals(content, expanded.content);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(content);
    }
  }

  /** Expands data of exactly so many bytes, with and without room behind both arrays' parts. */
  byte[] expand(byte[] data, int length) throws DataFormatException {
    Expanded tight = expandAtMost(data, length);
    Expanded roomy = expandAtMost(Arrays.copyOf(data, data.length + ROOM), length + ROOM);
    assertEquals(data.length, tight.dataBytes());
    assertEquals(tight, roomy);
    assertEquals(length, tight.content.length);
    return tight.content;
  }

  /** Why data are refused, however much room there is. */
  String refusal(byte[] data) {
    String message = refusal(data, ROOM);
    assertEquals(message, refusal(Arrays.copyOf(data, data.length + ROOM), 100 * ROOM));
    return message;
  }

  String refusal(byte[] data, int mostBytes) {
    return assertThrows(DataFormatException.class, () -> expandAtMost(data, mostBytes))
        .getMessage();
  }

  /** Expands data that are neither at the start of their array nor at its end. */
  Expanded expandAtMost(byte[] data, int mostBytes) throws DataFormatException {
    byte[] in = new byte[data.length + 2 * ROOM];
    Arrays.fill(in, CANARY);
    System.arraycopy(data, 0, in, ROOM, data.length);
    byte[] out = new byte[mostBytes + ROOM];
    Arrays.fill(out, CANARY);
    try {
      int length = decoder.expand(in, ROOM, ROOM + data.length, out, mostBytes);
      return new Expanded(Arrays.copyOf(out, length), decoder.end() - ROOM);
    } finally {
      for (int i = mostBytes; i < out.length; i++) {
        assertEquals(CANARY, out[i], "wrote beyond the limit");
      }
    }
  }

  /** What zlib makes of data. */
  static Expanded expandByZlib(byte[] data, int mostBytes) throws DataFormatException {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(data);
      byte[] out = new byte[mostBytes + 1];
      int length = inflater.inflate(out);
      if (length > mostBytes || !inflater.finished()) {
        throw new DataFormatException("no end");
      }
      return new Expanded(Arrays.copyOf(out, length), (int) inflater.getBytesRead());
    } finally {
      inflater.end();
    }
  }

  /**
   * Compresses by zlib.
   *
   * @param flushBytes after so many bytes a block ends, and an empty stored one follows
   */
  static byte[] compress(byte[] content, int level, int strategy, int flushBytes) {
    Deflater deflater = new Deflater(level, true);
    deflater.setStrategy(strategy);
    byte[] out = new byte[12 * content.length + 1024];
    int length = 0;
    for (int start = 0; start < content.length; start += flushBytes) {
      deflater.setInput(content, start, Math.min(flushBytes, content.length - start));
      do {
        length += deflater.deflate(out, length, out.length - length, Deflater.SYNC_FLUSH);
      } while (!deflater.needsInput());
    }
    deflater.finish();
    while (!deflater.finished()) {
      length += deflater.deflate(out, length, out.length - length);
    }
    deflater.end();
    return Arrays.copyOf(out, length);
  }
}
