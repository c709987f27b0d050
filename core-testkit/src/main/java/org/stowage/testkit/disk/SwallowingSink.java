package org.stowage.testkit.disk;

import java.nio.ByteBuffer;
import org.stowage.api.disk.DiskSink;

/** Takes a disk of any size and keeps nothing. */
final class SwallowingSink implements DiskSink {

  @Override
  public void write(long offsetBytes, ByteBuffer data) {
    data.position(data.limit());
  }

  @Override
  public void finish() {}

  @Override
  public void close() {}
}
