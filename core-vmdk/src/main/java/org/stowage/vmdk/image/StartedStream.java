package org.stowage.vmdk.image;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import org.jspecify.annotations.Nullable;
import org.stowage.api.disk.ImageSource;

/**
 * The stream of a source that may be had only once, of which the start had to be read to learn what
 * it is. For use by one thread.
 */
public final class StartedStream implements StreamOpening, Closeable {

  private final ImageSource source;
  private @Nullable InputStream started;

  /**
   * @param head what was read
   * @param rest the stream behind it, which is now this one's to close
   */
  public StartedStream(ImageSource source, byte[] head, InputStream rest) {
    this.source = source;
    this.started = new SequenceInputStream(new ByteArrayInputStream(head), rest);
  }

  /**
   * The whole stream: the one that is open, the first time; after that a new one, if the source
   * can.
   */
  @Override
  public InputStream open() throws IOException {
    InputStream stream = started == null ? source.open() : started;
    started = null;
    return stream;
  }

  /** Closes the stream if nobody took it. Idempotent. */
  @Override
  public void close() throws IOException {
    if (started != null) {
      InputStream unused = started;
      started = null;
      unused.close();
    }
  }
}
