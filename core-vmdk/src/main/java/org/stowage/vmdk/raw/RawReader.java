package org.stowage.vmdk.raw;

import static org.stowage.vmdk.format.VmdkLimits.MAX_CAPACITY_SECTORS;
import static org.stowage.vmdk.format.VmdkLimits.SECTOR_BYTES;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import java.util.Optional;
import org.stowage.api.DiskFormatException;
import org.stowage.api.disk.DiskFacts;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.ImageHead;
import org.stowage.api.disk.ImageProperties;
import org.stowage.api.disk.ImageSource;
import org.stowage.api.disk.Problem;
import org.stowage.api.disk.Problem.Severity;
import org.stowage.vmdk.flat.FlatExtent;
import org.stowage.vmdk.format.VmdkError;
import org.stowage.vmdk.image.ExtentImage;
import org.stowage.vmdk.image.StartedStream;
import org.stowage.vmdk.image.StoredFile;

/**
 * Opens images that are the bytes of a disk and nothing else. What of the last sector is missing
 * reads as zero.
 */
public final class RawReader {

  private RawReader() {}

  /**
   * Opens a raw image.
   *
   * @param format the id that the facts are to name: raw, or flat for the extent of a flat VMDK
   *     that came without its descriptor
   * @throws DiskFormatException when it is empty, bears the {@linkplain ForeignMagic mark} of
   *     another format, or its length is not known in advance
   */
  public static DiskImage open(ImageSource source, String format) throws IOException {
    try (SeekableByteChannel channel = source.openChannel().orElse(null)) {
      return channel == null ? openStream(source, format) : openFile(source, format, channel);
    }
  }

  private static DiskImage openFile(ImageSource source, String format, SeekableByteChannel channel)
      throws IOException {
    long bytes = channel.size();
    DiskFacts facts = facts(source.name(), format, bytes);
    checkHead(source, Channels.newInputStream(channel).readNBytes(ImageHead.MAX_BYTES));
    StoredFile stored =
        new StoredFile(format, source.name(), source::open, bytes, StoredFile.StructureCheck.NONE);
    return new ExtentImage(facts, FlatExtent.open(source, 0, bytes), stored);
  }

  private static DiskImage openStream(ImageSource source, String format) throws IOException {
    long bytes = source.lengthBytes().orElse(-1);
    DiskFacts facts = facts(source.name(), format, bytes);
    InputStream in = source.open();
    try {
      byte[] head = in.readNBytes(ImageHead.MAX_BYTES);
      checkHead(source, head);
      return new RawStreamImage(facts, new StartedStream(source, head, in), bytes);
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  private static void checkHead(ImageSource source, byte[] head) throws DiskFormatException {
    Optional<String> mark =
        ForeignMagic.in(
            new ImageHead(source.name(), ByteBuffer.wrap(head), -1, ImageProperties.NONE));
    if (mark.isPresent()) {
      throw VmdkError.refused(
          VmdkError.NOT_RAW,
          source.name(),
          "it is taken for the bytes of a disk, and its own say " + mark.get(),
          "Correct what is declared about the image, or convert it to a format that is read.");
    }
  }

  private static void checkLength(long bytes, String name) throws DiskFormatException {
    if (bytes < 0) {
      throw VmdkError.refused(
          VmdkError.CAPACITY,
          name,
          "a raw disk is as long as its file, and the length is not known before the end",
          "Copy the file to this machine first.");
    }
    if (bytes == 0 || bytes > MAX_CAPACITY_SECTORS * SECTOR_BYTES) {
      throw VmdkError.damaged(
          VmdkError.CAPACITY,
          name,
          "it has %d bytes; a disk has 1 to %d"
              .formatted(bytes, MAX_CAPACITY_SECTORS * SECTOR_BYTES));
    }
  }

  private static DiskFacts facts(String name, String format, long bytes)
      throws DiskFormatException {
    checkLength(bytes, name);
    long missing = -bytes & SECTOR_BYTES - 1;
    List<Problem> problems =
        missing == 0
            ? List.of()
            : List.of(
                new Problem(
                    VmdkError.PARTIAL_SECTOR,
                    Severity.WARNING,
                    "%s has %d bytes, %d short of a whole sector; zeros are read for them"
                        .formatted(name, bytes, missing),
                    "Compare its size with that at its origin."));
    return new DiskFacts(null, format, name, null, bytes + missing, null, -1, null, problems);
  }
}
