package org.stowage.vmdk.write;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.disk.ImageTarget;

/** Files that are written here and there. */
final class RandomAccess {

  private RandomAccess() {}

  /** Opens a target that has to be a file. */
  static FileChannel open(ImageTarget target) throws IOException {
    return target
        .openChannel()
        .orElseThrow(
            () ->
                new StorageException(
                    CommonError.UNSUPPORTED,
                    "cannot write "
                        + target.name()
                        + ": its format is not written from front to end, and only that is offered",
                    "Write to a file, or choose the format streamOptimized."));
  }

  /** Writes all that a buffer holds. */
  static void write(FileChannel file, ByteBuffer data, long positionBytes) throws IOException {
    long position = positionBytes;
    while (data.hasRemaining()) {
      position += file.write(data, position);
    }
  }

  /** Makes a file at least so long; what is added reads as zero. */
  static void extend(FileChannel file, long lengthBytes) throws IOException {
    if (file.size() < lengthBytes) {
      write(file, ByteBuffer.allocate(1), lengthBytes - 1);
    }
  }
}
