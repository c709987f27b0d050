package org.stowage.runtime.image;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.disk.DiskFormat;
import org.stowage.api.disk.DiskFormats;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.DiskSpec;
import org.stowage.api.disk.ImageProperties;
import org.stowage.api.disk.ImageSource;
import org.stowage.api.disk.Problem;
import org.stowage.api.disk.WritableContainer;
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
    return found(id, WritableFormat.class).orElseThrow(() -> notWritable(id));
  }

  /** The container of this id, compared ignoring case, if one that makes packages is loaded. */
  public Optional<WritableContainer> container(String id) {
    return found(id, WritableContainer.class);
  }

  private <T extends DiskFormat> Optional<T> found(String id, Class<T> role) {
    return formats.stream()
        .filter(format -> format.id().equalsIgnoreCase(id))
        .filter(role::isInstance)
        .map(role::cast)
        .findFirst();
  }

  private StorageException notWritable(String id) {
    String ids =
        formats.stream()
            .filter(
                format -> format instanceof WritableFormat || format instanceof WritableContainer)
            .map(DiskFormat::id)
            .sorted()
            .collect(Collectors.joining(", "));
    return new StorageException(
        CommonError.USAGE,
        "there is no format '" + id + "' that can be written",
        "Use one of " + ids + ".");
  }
}
