package org.stowage.api.disk;

import java.io.IOException;

/** Role of a {@link DiskFormat} that can make images. */
public interface WritableFormat extends DiskFormat {

  /** Whether {@link #create} is content with a target that is only a stream. */
  boolean streams();

  /**
   * Starts a new image. The same content and spec give the same bytes, whatever the number of
   * threads.
   *
   * @param spec capacity may be larger than the content that will be written; the rest reads as
   *     zero
   * @return a sink whose {@link DiskSink#finish()} completes the image
   * @throws org.stowage.api.StorageException when the format cannot hold such a disk, or the target
   *     offers no random access and the format needs it
   */
  DiskSink create(DiskSpec spec, ImageTarget target, WriteOptions options) throws IOException;

  /**
   * How an image is written.
   *
   * @param level 1 (fastest) to 9 (smallest) for formats that compress, ignored by others
   * @param threads at least 1
   */
  record WriteOptions(int level, int threads) {

    /** What zlib itself takes when nothing is said. */
    public static final int USUAL_LEVEL = 6;

    public WriteOptions {
      if (level < 1 || level > 9) {
        throw new IllegalArgumentException("level must be 1 to 9, not " + level);
      }
      if (threads < 1) {
        throw new IllegalArgumentException("threads must be at least 1, not " + threads);
      }
    }
  }
}
