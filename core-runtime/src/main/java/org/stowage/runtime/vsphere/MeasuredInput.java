package org.stowage.runtime.vsphere;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.function.LongConsumer;

/** Counts and digests what is sent. */
final class MeasuredInput extends FilterInputStream {

  private final MessageDigest sha1;
  private final LongConsumer listener;
  private volatile long bytes;

  /**
   * @param listener told how many bytes there were, after each read
   */
  MeasuredInput(InputStream in, LongConsumer listener) {
    super(in);
    this.listener = listener;
    try {
      this.sha1 = MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-1", e);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int count = super.read(into, offset, length);
    if (count > 0) {
      sha1.update(into, offset, count);
      bytes += count;
      listener.accept(bytes);
    }
    return count;
  }

  long bytes() {
    return bytes;
  }

  byte[] sha1() {
    return sha1.digest();
  }
}
