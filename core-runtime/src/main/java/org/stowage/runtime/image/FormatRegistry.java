package org.stowage.runtime.image;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.disk.DiskFormat;
import org.stowage.api.disk.DiskFormats;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.DiskSpec;
import org.stowage.api.disk.ImageProperties;
import org.stowage.api.disk.ImageSource;
import org.stowage.api.disk.Problem;
import org.stowage.api.disk.WritableFormat;

/** The formats of all plugins. */
public final class FormatRegistry implements DiskFormats {

  private final List<DiskFormat> formats;

  /**
   * @param formats of different ids
   */
  public FormatRegistry(List<DiskFormat> formats) {
    this.formats = List.copyOf(formats);
  }

  @Override
  public DiskImage open(ImageSource source, ImageProperties declared) throws IOException {
    PeekedSource peeked = PeekedSource.of(source);
    try {
      List<Problem> problems = new ArrayList<>();
      DiskFormat format = new Recognising(formats, problems).strongest(peeked.head(declared));
      return RecognisedImage.of(format.open(peeked, this), peeked, declared, problems);
    } catch (IOException | RuntimeException e) {
      try (peeked) {
        throw e;
      }
    }
  }

  @Override
  public DiskImage convert(DiskImage image, String format, DiskSpec spec) throws IOException {
    WritableFormat writable = writable(format);
    if (!writable.streams()) {
      throw new StorageException(
          CommonError.UNSUPPORTED,
          "%s cannot be converted to %s on its way: that format needs random access"
              .formatted(image.facts().fileName(), writable.id()),
          "Convert it to a file first: stowage image convert SRC DST --format " + writable.id());
    }
    long capacityBytes = image.facts().capacityBytes();
    if (spec.capacityBytes() < capacityBytes) {
      throw new StorageException(
          CommonError.NOT_ALLOWED,
          "%s has a capacity of %d bytes and cannot be converted to one of %d"
              .formatted(image.facts().fileName(), capacityBytes, spec.capacityBytes()),
          "Ask for a capacity of at least %d bytes.".formatted(capacityBytes));
    }
    return new ConvertedImage(image, writable, spec);
  }

  /**
   * The format of this id, compared ignoring case.
   *
   * @throws StorageException {@code usage} when no format of that id is loaded, or images of it
   *     cannot be made
   */
  public WritableFormat writable(String id) throws StorageException {
    List<String> ids = new ArrayList<>();
    for (DiskFormat format : formats) {
      if (format instanceof WritableFormat writable) {
        if (format.id().equalsIgnoreCase(id)) {
          return writable;
        }
        ids.add(format.id());
      }
    }
    ids.sort(null);
    throw new StorageException(
        CommonError.USAGE,
        "there is no format '" + id + "' that can be written",
        "Use one of " + String.join(", ", ids) + ".");
  }
}
