package org.stowage.runtime.vsphere.soap;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Ends a message that is too long, in all or between two things that its reader recognises: a
 * parser keeps a name, an attribute's value or a comment in memory until it has seen its end.
 */
final class BoundedStream extends FilterInputStream {

  private final long mostBytes;
  private final long mostBytesAtOnce;
  private long readBytes;
  private long lastRecognised;
  private boolean ended;
  private @Nullable IOException failure;

  BoundedStream(InputStream in, long mostBytes, long mostBytesAtOnce) {
    super(in);
    this.mostBytes = mostBytes;
    this.mostBytesAtOnce = mostBytesAtOnce;
  }

  /** The reader got on. */
  void recognised() {
    lastRecognised = readBytes;
  }

  /** What ended reading, if something did: parsers tell no more of it than its words. */
  @Nullable IOException failure() {
    return failure;
  }

  /** Whether the message's last byte was read. */
  boolean ended() {
    return ended;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    try {
      int n = super.read(buffer, offset, length);
      count(n);
      return n;
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  private void count(int n) throws MalformedAnswerException {
    if (n < 0) {
      ended = true;
      return;
    }
    readBytes += n;
    if (readBytes > mostBytes) {
      throw new MalformedAnswerException("it has more than " + mostBytes + " bytes");
    }
    if (readBytes - lastRecognised > mostBytesAtOnce) {
      throw new MalformedAnswerException(
          "a name, value or comment in it has more than " + mostBytesAtOnce + " bytes");
    }
  }
}
