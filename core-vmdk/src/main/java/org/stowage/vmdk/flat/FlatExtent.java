package org.stowage.vmdk.flat;

import java.io.IOException;
import org.stowage.api.disk.ImageSource;
import org.stowage.vmdk.extent.Extent;
import org.stowage.vmdk.extent.ExtentCursor;
import org.stowage.vmdk.extent.ExtentFile;
import org.stowage.vmdk.extent.Piece;
import org.stowage.vmdk.format.VmdkError;

/** The bytes of a file as they are: a FLAT or VMFS extent, or a raw image. */
public final class FlatExtent implements Extent {

  private final ImageSource source;
  private final long offsetBytes;
  private final long lengthBytes;

  private FlatExtent(ImageSource source, long offsetBytes, long lengthBytes) {
    this.source = source;
    this.offsetBytes = offsetBytes;
    this.lengthBytes = lengthBytes;
  }

  /**
   * Takes a stretch of a file.
   *
   * @param offsetBytes not negative
   * @param lengthBytes positive
   * @throws org.stowage.api.DiskFormatException when the file is shorter
   */
  public static FlatExtent open(ImageSource source, long offsetBytes, long lengthBytes)
      throws IOException {
    FlatExtent extent = new FlatExtent(source, offsetBytes, lengthBytes);
    extent.openFile().close();
    return extent;
  }

  private ExtentFile openFile() throws IOException {
    ExtentFile file = ExtentFile.open(source);
    long there = file.sizeBytes() - offsetBytes;
    if (there >= lengthBytes) {
      return file;
    }
    file.close();
    throw VmdkError.damaged(
        VmdkError.EXTENT_SIZE,
        source.name(),
        "%d bytes are declared from byte %d on; the file has %d"
            .formatted(lengthBytes, offsetBytes, Math.max(0, there)));
  }

  @Override
  public long lengthBytes() {
    return lengthBytes;
  }

  @Override
  public ExtentCursor open() throws IOException {
    ExtentFile file = openFile();
    return new ExtentCursor() {
      @Override
      public Piece next(long offset, long limit) {
        return new Piece.Stored(limit - offset, file, offsetBytes + offset);
      }

      @Override
      public void close() throws IOException {
        file.close();
      }
    };
  }
}
