package org.stowage.runtime.plugin.fence;

import java.io.IOException;
import java.io.OutputStream;

/** A stream to write, seen from the other side of the fence. */
final class FencedOutput extends OutputStream implements FencedStream {

  private final OutputStream stream;
  private final Border border;

  FencedOutput(OutputStream stream, Border border) {
    this.stream = stream;
    this.border = border;
  }

  @Override
  public Border border() {
    return border;
  }

  @Override
  public OutputStream own() {
    return stream;
  }

  @Override
  public void write(int oneByte) throws IOException {
    border.cross(
        () -> {
          stream.write(oneByte);
          return true;
        });
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    border.cross(
        () -> {
          stream.write(bytes, offset, length);
          return true;
        });
  }

  @Override
  public void flush() throws IOException {
    border.cross(
        () -> {
          stream.flush();
          return true;
        });
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
