package org.stowage.vmdk.write;

import java.util.zip.Deflater;

/** Compresses grains, each to a zlib stream of its own (RFC 1950). For use by one thread. */
final class GrainDeflater implements AutoCloseable {

  private final Deflater deflater;

  /**
   * @param level 1 to 9
   */
  GrainDeflater(int level) {
    this.deflater = new Deflater(level);
  }

  /**
   * Compresses one grain.
   *
   * @param out has room for whatever a grain may compress to
   * @return how many bytes were put into {@code out}
   */
  int deflate(byte[] in, int inOffset, int inLength, byte[] out, int outOffset) {
    deflater.reset();
    deflater.setInput(in, inOffset, inLength);
    deflater.finish();
    int length = deflater.deflate(out, outOffset, out.length - outOffset);
    if (!deflater.finished()) {
      throw new IllegalStateException("a grain compressed to more than " + length + " bytes");
    }
    return length;
  }

  @Override
  public void close() {
    deflater.end();
  }
}
