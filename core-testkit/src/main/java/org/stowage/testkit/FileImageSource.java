package org.stowage.testkit;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.disk.ImageSource;

/**
 * A file as an image source: whole, or reduced to a pure stream as a member of an archive is.
 *
 * <p>Counts what is open and what is read, over all sources that were resolved from the same first
 * one, so that a test can see that nothing was left open. A reference leads only to what is in the
 * folder of the file, or below it.
 */
public final class FileImageSource implements ImageSource {

  private final Path file;
  private final boolean pureStream;
  private final AtomicInteger open;
  private final AtomicLong read;
  private final AtomicBoolean taken = new AtomicBoolean();

  private FileImageSource(Path file, boolean pureStream, AtomicInteger open, AtomicLong read) {
    this.file = file;
    this.pureStream = pureStream;
    this.open = open;
    this.read = read;
  }

  /** The file with random access, as often as one likes. */
  public static FileImageSource of(Path file) {
    return new FileImageSource(file, false, new AtomicInteger(), new AtomicLong());
  }

  /** The file as a stream that can be read once, of a length that nobody knows. */
  public static FileImageSource pureStream(Path file) {
    return new FileImageSource(file, true, new AtomicInteger(), new AtomicLong());
  }

  /** How many streams and channels are open at this moment. */
  public int openHandles() {
    return open.get();
  }

  /** How many bytes were read so far. */
  public long readBytes() {
    return read.get();
  }

  @Override
  public String name() {
    return file.getFileName().toString();
  }

  @Override
  public OptionalLong lengthBytes() {
    return pureStream ? OptionalLong.empty() : OptionalLong.of(file.toFile().length());
  }

  @Override
  public boolean repeatable() {
    return !pureStream;
  }

  @Override
  public InputStream open() throws IOException {
    if (pureStream && taken.getAndSet(true)) {
      throw new StorageException(
          CommonError.INTERNAL_FAULT, name() + " is a pure stream and was opened twice", "");
    }
    InputStream stream =
        pureStream ? Files.newInputStream(file) : Channels.newInputStream(openFile());
    return new FilterInputStream(stream) {
      private final Runnable release = counted();

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        // Short reads are what networks and archives give.
        int got = super.read(bytes, offset, pureStream ? Math.min(length, 1000) : length);
        read.addAndGet(Math.max(got, 0));
        return got;
      }

      @Override
      public void close() throws IOException {
        super.close();
        release.run();
      }
    };
  }

  @Override
  public Optional<SeekableByteChannel> openChannel() throws IOException {
    return pureStream
        ? Optional.empty()
        : Optional.of(new CountedChannel(openFile(), read, counted()));
  }

  private FileChannel openFile() throws IOException {
    return FileChannel.open(file, StandardOpenOption.READ);
  }

  private Runnable counted() {
    open.incrementAndGet();
    AtomicBoolean closed = new AtomicBoolean();
    return () -> {
      if (!closed.getAndSet(true)) {
        open.decrementAndGet();
      }
    };
  }

  @Override
  public ImageSource resolve(String reference) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Path named;
    try {
      named = folder.resolve(reference).normalize();
    } catch (InvalidPathException e) {
      throw new StorageException(
          CommonError.NOT_ALLOWED, name() + " names an impossible file", "", e);
    }
    if (!named.startsWith(folder)) {
      throw new StorageException(
          CommonError.NOT_ALLOWED, name() + " names " + reference + " outside its folder", "");
    }
    if (!Files.isRegularFile(named)) {
      throw new StorageException(
          CommonError.NOT_FOUND, name() + " names " + reference + ", which does not exist", "");
    }
    return new FileImageSource(named, pureStream, open, read);
  }

  @Override
  public Object identity() {
    return file.toAbsolutePath().normalize();
  }
}
