package org.stowage.runtime.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CancelledException;
import org.stowage.api.Transfer;
import org.stowage.api.disk.StoredForm;
import org.stowage.runtime.http.BytePipe;

/**
 * The bytes a {@link StoredForm} writes, to be read. They are written by a thread of their own that
 * keeps at most 1 MiB ahead.
 *
 * <p>The end of the stream is the end of {@link StoredForm#writeTo}: a failure of it is thrown in
 * the end's place, so a reader that has met the end knows that all promises about the bytes were
 * checked. For use by one thread at a time.
 */
public final class StoredFormStream extends InputStream {

  private static final int PIPE_BYTES = 1 << 20;

  private final BytePipe pipe;
  private final Thread writer;

  private StoredFormStream(BytePipe pipe, Thread writer) {
    this.pipe = pipe;
    this.writer = writer;
  }

  /** Starts the writing. The form is not to be written by anybody else. */
  public static StoredFormStream open(StoredForm form, Transfer transfer) {
    BytePipe pipe = new BytePipe(PIPE_BYTES, transfer);
    Transfer whileRead = new WhileRead(pipe, transfer);
    Thread writer = new Thread(() -> pipe.end(write(form, pipe, whileRead)), "stowage-stored-form");
    writer.setDaemon(true);
    writer.start();
    return new StoredFormStream(pipe, writer);
  }

  private static @Nullable Throwable write(StoredForm form, BytePipe pipe, Transfer transfer) {
    try {
      form.writeTo(new PipeOutput(pipe), transfer);
      return null;
    } catch (Throwable e) {
      // Handed to the reader, whose error it is, whatever it is.
      return e;
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    return pipe.read(into, offset, length);
  }

  /**
   * Stops the writing if it goes on, and returns when its thread has ended. Idempotent; what the
   * writer meets because of this is nobody's error.
   */
  @Override
  public void close() {
    pipe.abandon();
    writer.interrupt();
    boolean interrupted = false;
    while (writer.isAlive()) {
      try {
        writer.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** What the writer writes to. */
  private static final class PipeOutput extends OutputStream {

    private final BytePipe pipe;

    PipeOutput(BytePipe pipe) {
      this.pipe = pipe;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      pipe.write(bytes, offset, length);
    }
  }

  /** Stops a writer between its writes too, when nobody reads any more. */
  private record WhileRead(BytePipe pipe, Transfer transfer) implements Transfer {

    @Override
    public int threads() {
      return transfer.threads();
    }

    @Override
    public void checkCancelled() throws CancelledException {
      transfer.checkCancelled();
      if (pipe.isAbandoned()) {
        throw new CancelledException("writing a disk that nobody reads any more");
      }
    }

    @Override
    public void progress(long doneBytes, long totalBytes) {
      transfer.progress(doneBytes, totalBytes);
    }
  }
}
