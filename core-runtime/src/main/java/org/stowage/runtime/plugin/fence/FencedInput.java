package org.stowage.runtime.plugin.fence;

import java.io.IOException;
import java.io.InputStream;

/** A stream to read, seen from the other side of the fence. */
final class FencedInput extends InputStream implements FencedStream {

  private final InputStream stream;
  private final Border border;

  FencedInput(InputStream stream, Border border) {
    this.stream = stream;
    this.border = border;
  }

  @Override
  public Border border() {
    return border;
  }

  @Override
  public InputStream own() {
    return stream;
  }

  @Override
  public int read() throws IOException {
    return border.cross(stream::read);
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    return border.cross(() -> stream.read(bytes, offset, length));
  }

  @Override
  public long skip(long bytes) throws IOException {
    return border.cross(() -> stream.skip(bytes));
  }

  @Override
  public int available() throws IOException {
    return border.cross(stream::available);
  }

  @Override
  public void close() throws IOException {
    border.cross(
        () -> {
          stream.close();
          return true;
        });
  }
}
