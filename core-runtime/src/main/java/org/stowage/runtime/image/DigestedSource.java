package org.stowage.runtime.image;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;
import org.stowage.api.disk.ImageSource;

/**
 * A source that is read once, forward, so that what is made of it is what its digest is of. What
 * its reader leaves is read at the end.
 */
final class DigestedSource implements ImageSource, PromiseCheck {

  private static final int CHUNK_BYTES = 1 << 18;

  private final ImageSource source;
  private final Digest digest;
  private final MessageDigest found;
  private @Nullable InputStream opened;

  DigestedSource(ImageSource source, Digest digest) {
    this.source = source;
    this.digest = digest;
    this.found = digest.start();
  }

  @Override
  public InputStream open() throws IOException {
    if (opened != null) {
      throw new StorageException(
          CommonError.UNSUPPORTED,
          "%s has to be read twice, and what is promised of it (%s) is of one reading"
              .formatted(source, digest.algorithm()),
          "Copy the image to this machine, compare the digest there, and name the file.");
    }
    opened = new DigestInputStream(source.open(), found);
    return new FilterInputStream(opened) {
      @Override
      public long skip(long count) throws IOException {
        return in.readNBytes((int) Math.min(count, CHUNK_BYTES)).length;
      }

      @Override
      public boolean markSupported() {
        return false;
      }

      @Override
      public void close() {
        // What follows is still to be checked.
      }
    };
  }

  @Override
  public void beforeReading(Transfer transfer) {}

  @Override
  public void afterReading(Transfer transfer) throws IOException {
    InputStream in = opened == null ? open() : opened;
    byte[] chunk = new byte[CHUNK_BYTES];
    while (in.read(chunk) >= 0) {
      transfer.checkCancelled();
    }
    digest.check(found, source.toString());
  }

  @Override
  public String name() {
    return source.name();
  }

  @Override
  public OptionalLong lengthBytes() {
    return source.lengthBytes();
  }

  @Override
  public boolean repeatable() {
    return false;
  }

  @Override
  public Optional<SeekableByteChannel> openChannel() {
    return Optional.empty();
  }

  @Override
  public ImageSource resolve(String reference) throws IOException {
    return source.resolve(reference);
  }

  @Override
  public Object identity() {
    return source.identity();
  }

  @Override
  public String toString() {
    return source.toString();
  }

  /** Idempotent. */
  @Override
  public void close() throws IOException {
    if (opened != null) {
      opened.close();
    }
  }
}
