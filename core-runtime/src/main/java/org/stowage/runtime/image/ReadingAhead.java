package org.stowage.runtime.image;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import org.stowage.api.Transfer;
import org.stowage.api.disk.ImageSource;

/**
 * Reads a file once from end to end before anything is made of it: the way to check disks that are
 * then read here and there.
 */
record ReadingAhead(ImageSource source, Digest digest) implements PromiseCheck {

  private static final int CHUNK_BYTES = 1 << 18;

  @Override
  public void beforeReading(Transfer transfer) throws IOException {
    MessageDigest found = digest.start();
    byte[] chunk = new byte[CHUNK_BYTES];
    try (InputStream in = source.open()) {
      for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
        transfer.checkCancelled();
        found.update(chunk, 0, count);
      }
    }
    digest.check(found, source.toString());
  }

  @Override
  public void afterReading(Transfer transfer) {}

  @Override
  public void close() {}
}
