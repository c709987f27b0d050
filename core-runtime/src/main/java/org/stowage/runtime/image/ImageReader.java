package org.stowage.runtime.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.stowage.api.Transfer;
import org.stowage.api.disk.DiskFacts;
import org.stowage.api.disk.DiskFormats;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.DiskSink;
import org.stowage.api.disk.ImageProperties;
import org.stowage.api.disk.ImageSource;

/** Opens the images that people name: a file, or {@code -} for standard input. */
public final class ImageReader {

  /** How standard input is named. */
  private static final String STANDARD_INPUT = "-";

  private final DiskFormats formats;
  private final List<Path> trustedFolders;

  /**
   * @param trustedFolders folders, beside an image's own, in which the parents of linked clones and
   *     the extents of split disks may lie
   */
  public ImageReader(DiskFormats formats, List<Path> trustedFolders) {
    this.formats = formats;
    this.trustedFolders = List.copyOf(trustedFolders);
  }

  /** Whether an image is read as a pure stream, once. */
  public static boolean isStream(String image) {
    return image.equals(STANDARD_INPUT);
  }

  /**
   * Opens an image.
   *
   * @param bytesRead counts what is read from the source
   */
  public DiskImage open(
      String image, ImageProperties declared, LongAdder bytesRead, Transfer transfer)
      throws IOException {
    ImageSource source =
        isStream(image)
            ? new StreamImageSource(System.in, bytesRead, transfer)
            : FileImageSource.of(Path.of(image), trustedFolders, bytesRead, transfer);
    return formats.open(source, declared);
  }

  /**
   * Reads an image to its end, and so checks all that it promises.
   *
   * @return what it is
   */
  public DiskFacts verify(String image, ImageProperties declared, Transfer transfer)
      throws IOException {
    try (DiskImage open = open(image, declared, new LongAdder(), transfer)) {
      open.copyTo(new Discard(), transfer);
      return open.facts();
    }
  }

  /** Takes any content and keeps none of it. */
  private static final class Discard implements DiskSink {
    @Override
    public void write(long offsetBytes, ByteBuffer data) {
      data.position(data.limit());
    }

    @Override
    public void finish() {}

    @Override
    public void close() {}
  }
}
