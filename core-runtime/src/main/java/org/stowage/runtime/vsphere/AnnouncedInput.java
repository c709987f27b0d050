package org.stowage.runtime.vsphere;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;

/**
 * Gives exactly as many bytes as were announced to the server, which would wait for those that are
 * missing, and take those that are too many for another request.
 */
final class AnnouncedInput extends FilterInputStream {

  private final String what;
  private final long announcedBytes;
  private long bytes;

  /**
   * @param what is attempted, on which object
   */
  AnnouncedInput(String what, InputStream in, long announcedBytes) {
    super(in);
    this.what = what;
    this.announcedBytes = announcedBytes;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int count = super.read(into, offset, length);
    bytes += Math.max(0, count);
    if (bytes > announcedBytes) {
      throw wrongLength("more");
    }
    if (count < 0 && bytes < announcedBytes) {
      throw wrongLength(Long.toString(bytes));
    }
    return count;
  }

  private StorageException wrongLength(String came) {
    return new StorageException(
        CommonError.TRANSFER,
        "%s: %d bytes were announced, %s came".formatted(what, announcedBytes, came),
        "Look whether the source changed meanwhile.");
  }
}
