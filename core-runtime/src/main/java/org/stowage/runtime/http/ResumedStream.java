package org.stowage.runtime.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;

/** A part of a remote file, asked for again from where it broke off. */
final class ResumedStream extends InputStream {

  private static final long PROGRESS_BYTES = 1 << 20;

  private final RemoteContent content;
  private final Transfer transfer;
  private final Persistence persistence;
  private final long to;
  private long position;
  private long resumedAt;
  private @Nullable Answer current;
  private boolean closed;

  /**
   * @param to the position after the last byte
   */
  ResumedStream(RemoteContent content, long from, long to, Transfer transfer) {
    this.content = content;
    this.transfer = transfer;
    this.persistence = new Persistence(content.patience(), transfer);
    this.to = to;
    this.position = from;
    this.resumedAt = from;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (closed) {
      throw new IOException("the stream is closed");
    }
    int most = (int) Math.min(length, to - position);
    while (most > 0) {
      try {
        int count = body().read(into, offset, most);
        if (count < 0) {
          throw new EOFException("it ended at byte " + position + " of " + to);
        }
        position += count;
        if (position - resumedAt > PROGRESS_BYTES) {
          persistence.progressed();
        }
        return count;
      } catch (StorageException e) {
        throw e;
      } catch (IOException e) {
        drop();
        persistence.again(broken(e));
        resumedAt = position;
      }
    }
    return length == 0 ? 0 : -1;
  }

  private InputStream body() throws IOException {
    Answer answer = current;
    if (answer == null) {
      answer = content.part(position, to, transfer);
      current = answer;
    }
    return answer.body();
  }

  private StorageException broken(IOException e) {
    StorageException explained =
        e.getCause() instanceof StorageException refused ? refused : content.file().explain(e);
    return new StorageException(
        explained.code(),
        "%s (at byte %d of %d)"
            .formatted(explained.getMessage(), position, content.version().lengthBytes()),
        explained.remedy(),
        e);
  }

  private void drop() throws IOException {
    Answer answer = current;
    current = null;
    if (answer != null) {
      answer.close();
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    drop();
  }
}
