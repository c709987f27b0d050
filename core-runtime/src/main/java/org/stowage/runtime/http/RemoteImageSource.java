package org.stowage.runtime.http;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;
import org.stowage.api.disk.ImageHead;
import org.stowage.api.disk.ImageSource;

/**
 * A remote file as an image. Where the server gives out parts of it, and tells one content from
 * another, it can be read at any place and a broken connection is taken up again; otherwise it is a
 * pure stream. Its first bytes are asked for once.
 */
public final class RemoteImageSource implements ImageSource, Closeable {

  private final RemoteContent content;
  private final byte[] head;
  private final Meter meter;
  private final Transfer transfer;

  /** What follows the head, of a server that gives the whole file only; until somebody reads it. */
  private final AtomicReference<@Nullable Answer> rest;

  private RemoteImageSource(
      RemoteContent content, byte[] head, @Nullable Answer rest, Meter meter, Transfer transfer) {
    this.content = content;
    this.head = head;
    this.rest = new AtomicReference<>(rest);
    this.meter = meter;
    this.transfer = transfer;
  }

  /**
   * Asks a server for a file, and reads its head.
   *
   * @param bytesRead counts the bytes that are read
   * @param transfer asked while waiting whether to stop
   * @return closed by the caller, once nothing reads from it any more
   * @throws StorageException that says why there is no such file, or it cannot be had
   */
  public static RemoteImageSource open(
      RemoteFile file, Patience patience, LongAdder bytesRead, Transfer transfer)
      throws IOException {
    Answer answer = RemoteContent.ask(file, patience, transfer);
    boolean kept = false;
    try {
      RemoteContent content = RemoteContent.of(file, answer, patience);
      if (!content.ranges() && answer.status() != 200) {
        answer.close();
        answer = RemoteContent.askForAll(file, patience, transfer);
        content = RemoteContent.of(file, answer, patience);
      }
      byte[] head = head(content, answer, transfer);
      kept = !content.ranges();
      return new RemoteImageSource(
          content,
          head,
          kept ? answer : null,
          new Meter(bytesRead, content.version().lengthBytes(), transfer),
          transfer);
    } finally {
      if (!kept) {
        answer.close();
      }
    }
  }

  private static byte[] head(RemoteContent content, Answer answer, Transfer transfer)
      throws IOException {
    long length = content.version().lengthBytes();
    try {
      byte[] head = answer.body().readNBytes(ImageHead.MAX_BYTES);
      if (!content.ranges() || head.length == Math.min(length, ImageHead.MAX_BYTES)) {
        return head;
      }
    } catch (StorageException e) {
      throw e;
    } catch (IOException e) {
      if (!content.ranges()) {
        throw content.file().explain(e);
      }
    }
    try (InputStream again =
        new ResumedStream(content, 0, Math.min(length, ImageHead.MAX_BYTES), transfer)) {
      return again.readNBytes(ImageHead.MAX_BYTES);
    }
  }

  @Override
  public String name() {
    return content.file().name();
  }

  @Override
  public OptionalLong lengthBytes() {
    long length = content.version().lengthBytes();
    return length < 0 ? OptionalLong.empty() : OptionalLong.of(length);
  }

  @Override
  public boolean repeatable() {
    return content.ranges();
  }

  /** What changes when the content does; empty when the server does not tell. */
  public List<String> version() {
    List<String> facts = new ArrayList<>();
    if (content.version().tells()) {
      facts.add(String.valueOf(content.version().etag()));
      facts.add(String.valueOf(content.version().lastModified()));
      facts.add(String.valueOf(content.version().lengthBytes()));
    }
    return facts;
  }

  @Override
  public InputStream open() throws IOException {
    InputStream first = new ByteArrayInputStream(head);
    if (content.ranges()) {
      long length = content.version().lengthBytes();
      return new Metered(
          new SequenceInputStream(
              first, new ResumedStream(content, head.length, length, transfer)));
    }
    Answer answer = rest.getAndSet(null);
    if (answer == null) {
      throw new StorageException(
          CommonError.UNSUPPORTED,
          "reading " + this + " a second time: its server gives it out as a whole only",
          "Download the image and name the file.");
    }
    return new Metered(new SequenceInputStream(first, new Whole(answer, head.length)));
  }

  @Override
  public Optional<SeekableByteChannel> openChannel() {
    return content.ranges()
        ? Optional.of(new RangeChannel(content, head, meter, transfer))
        : Optional.empty();
  }

  @Override
  public ImageSource resolve(String reference) throws IOException {
    throw new StorageException(
        CommonError.UNSUPPORTED,
        "the image " + this + " names a further file, '" + reference + "'",
        "Download all files of the image into one folder, and name the one there; or convert it to"
            + " a format of one file.");
  }

  @Override
  public Object identity() {
    return content.file().shown();
  }

  /** Closes what nobody has opened. Idempotent. */
  @Override
  public void close() throws IOException {
    Answer unopened = rest.getAndSet(null);
    if (unopened != null) {
      unopened.close();
    }
  }

  @Override
  public String toString() {
    return content.file().shown();
  }

  /** What cannot be asked for again. */
  private final class Whole extends FilterInputStream {

    private long position;

    Whole(Answer answer, long position) {
      super(answer.body());
      this.position = position;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      try {
        int count = super.read(into, offset, length);
        position += Math.max(count, 0);
        return count;
      } catch (StorageException e) {
        throw e;
      } catch (IOException e) {
        StorageException explained = content.file().explain(e);
        throw new StorageException(
            explained.code(),
            explained.getMessage()
                + " (at byte "
                + position
                + "; the server gives out no parts, so that the rest cannot be asked for)",
            "Run the command again; if that recurs, download the image with a tool that tries"
                + " until it succeeds, and name the file.",
            e);
      }
    }
  }

  /** Counts what is read. */
  private final class Metered extends FilterInputStream {

    Metered(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      transfer.checkCancelled();
      int count = super.read(into, offset, length);
      meter.count(count);
      return count;
    }
  }
}
