package org.stowage.vmdk;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.Deflater;

/** Small helpers to make images in memory. */
final class Bytes {

  private Bytes() {}

  /** A buffer of one value. */
  static byte[] filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  static byte[] zlib(byte[] content) {
    return deflated(content, false);
  }

  static byte[] rawDeflate(byte[] content) {
    return deflated(content, true);
  }

  private static byte[] deflated(byte[] content, boolean raw) {
    Deflater deflater = new Deflater(6, raw);
    deflater.setInput(content);
    deflater.finish();
    byte[] buffer = new byte[content.length + 1024];
    int length = deflater.deflate(buffer);
    deflater.end();
    return Arrays.copyOf(buffer, length);
  }

  static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  /** A view that writes little-endian numbers into the bytes. */
  static ByteBuffer edit(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
