package org.stowage.runtime.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;
import org.stowage.api.disk.DiskFacts;
import org.stowage.api.disk.DiskFormats;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.DiskSink;
import org.stowage.api.disk.ImageProperties;
import org.stowage.api.disk.ImageSource;
import org.stowage.runtime.glance.Glance;
import org.stowage.runtime.http.WebFile;

/**
 * Opens the images that people name: a file, an address of {@code http} or {@code https}, or {@code
 * -} for standard input.
 */
public final class ImageReader {

  /** How standard input is named. */
  private static final String STANDARD_INPUT = "-";

  private final DiskFormats formats;
  private final List<Path> trustedFolders;
  private final RemoteImages remote;

  /**
   * @param trustedFolders folders, beside an image's own, in which the parents of linked clones and
   *     the extents of split disks may lie
   */
  public ImageReader(DiskFormats formats, List<Path> trustedFolders, RemoteImages remote) {
    this.formats = formats;
    this.trustedFolders = List.copyOf(trustedFolders);
    this.remote = remote;
  }

  /**
   * Finds an image.
   *
   * @param declared what is said about it here
   * @param bytesRead counts what is read from the source
   * @param transfer asked by all that reads whether to stop
   * @return closed by the caller
   * @throws StorageException that says why there is none, or it cannot be had
   */
  public FoundImage find(
      String image, ImageProperties declared, LongAdder bytesRead, Transfer transfer)
      throws IOException {
    if (image.equals(STANDARD_INPUT)) {
      ImageSource source = new StreamImageSource(System.in, bytesRead, transfer);
      return new FoundImage(source, () -> {}, declared, ImageReader::noIdentity, formats);
    }
    if (WebFile.isAddress(image)) {
      return remote.onTheWeb(image, declared, formats, bytesRead, transfer);
    }
    if (Glance.isAddress(image)) {
      return remote.inGlance(image, declared, formats, bytesRead, transfer);
    }
    ImageSource source = FileImageSource.of(Path.of(image), trustedFolders, bytesRead, transfer);
    return new FoundImage(
        source, () -> {}, declared, () -> ImageIdentity.of(Path.of(image)), formats);
  }

  private static String noIdentity() throws StorageException {
    throw new StorageException(
        CommonError.USAGE,
        "an image from standard input has no identity of its own to be cached under",
        "Give it one with --image-id.");
  }

  /**
   * Opens an image.
   *
   * @param bytesRead counts what is read from the source
   */
  public DiskImage open(
      String image, ImageProperties declared, LongAdder bytesRead, Transfer transfer)
      throws IOException {
    FoundImage found = find(image, declared, bytesRead, transfer);
    return HeldImage.open(found, found::open);
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
