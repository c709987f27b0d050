package org.stowage.vmdk.stream;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.stowage.api.Transfer;

/** Passes on to a second place all that is read. */
final class TeeInput extends InputStream {

  private final InputStream in;
  private final OutputStream out;
  private final Transfer transfer;
  private final long totalBytes;
  private long doneBytes;

  /**
   * @param in stays the caller's
   * @param out stays the caller's
   * @param totalBytes for progress, negative when unknown
   */
  TeeInput(InputStream in, OutputStream out, Transfer transfer, long totalBytes) {
    this.in = in;
    this.out = out;
    this.transfer = transfer;
    this.totalBytes = totalBytes;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    transfer.checkCancelled();
    int count = in.read(bytes, offset, length);
    if (count > 0) {
      out.write(bytes, offset, count);
      doneBytes += count;
      if (totalBytes < 0 || doneBytes <= totalBytes) {
        transfer.progress(doneBytes, totalBytes);
      }
    }
    return count;
  }
}
