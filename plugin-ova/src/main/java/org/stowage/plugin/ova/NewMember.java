package org.stowage.plugin.ova;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.Set;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.disk.ImageTarget;
import org.stowage.plugin.ova.manifest.DigestAlgorithm;
import org.stowage.plugin.ova.manifest.Digests;

/** A member of a new archive, of any length: counts and digests what is written into it. */
final class NewMember implements ImageTarget {

  private enum State {
    NEW,
    OPEN,
    COMPLETE
  }

  private final String name;
  private final FileChannel file;
  private final Digests digests = new Digests(Set.of(DigestAlgorithm.SHA256));
  private State state = State.NEW;
  private long sizeBytes;

  /**
   * @param file at the place of the member's first byte; stays the caller's
   */
  NewMember(String name, FileChannel file) {
    this.name = name;
    this.file = file;
  }

  @Override
  public String name() {
    return name;
  }

  long sizeBytes() {
    return sizeBytes;
  }

  /**
   * The SHA-256 of the whole member.
   *
   * @throws IllegalStateException when it was not written and closed
   */
  String finishedDigest() {
    if (state != State.COMPLETE) {
      throw new IllegalStateException("the stream of " + name + " is " + state);
    }
    return String.valueOf(digests.finish().get(DigestAlgorithm.SHA256));
  }

  @Override
  public OutputStream open() {
    if (state != State.NEW) {
      throw new IllegalStateException("the stream of " + name + " was opened before");
    }
    state = State.OPEN;
    return new Content();
  }

  @Override
  public Optional<FileChannel> openChannel() {
    return Optional.empty();
  }

  @Override
  public ImageTarget sibling(String sibling) throws IOException {
    throw new StorageException(
        CommonError.UNSUPPORTED,
        "the disk %s needs a further file, %s, and an OVA holds one".formatted(name, sibling),
        "Give it the disk in a format of one file.");
  }

  private final class Content extends OutputStream {

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (state != State.OPEN) {
        throw new ClosedChannelException();
      }
      ByteBuffer content = ByteBuffer.wrap(bytes, offset, length);
      digests.update(content);
      while (content.hasRemaining()) {
        file.write(content);
      }
      sizeBytes += length;
    }

    @Override
    public void close() {
      state = State.COMPLETE;
    }
  }
}
