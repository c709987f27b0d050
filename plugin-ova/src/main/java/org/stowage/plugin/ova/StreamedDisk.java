package org.stowage.plugin.ova;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.disk.ImageSource;
import org.stowage.plugin.ova.tar.TarMember;

/** A disk inside an archive that is read once, forward. */
final class StreamedDisk implements ImageSource {

  private final ImageSource archive;
  private final TarMember first;
  private final OptionalLong lengthBytes;
  private final InputStream content;
  private final AtomicBoolean opened = new AtomicBoolean();

  /**
   * @param first the member that holds it, or its first chunk
   */
  StreamedDisk(
      ImageSource archive, TarMember first, OptionalLong lengthBytes, InputStream content) {
    this.archive = archive;
    this.first = first;
    this.lengthBytes = lengthBytes;
    this.content = content;
  }

  @Override
  public String name() {
    return first.baseName();
  }

  @Override
  public OptionalLong lengthBytes() {
    return lengthBytes;
  }

  @Override
  public boolean repeatable() {
    return false;
  }

  @Override
  public InputStream open() throws IOException {
    if (opened.getAndSet(true)) {
      throw new StorageException(
          CommonError.UNSUPPORTED,
          "cannot read %s in %s again: it comes as a stream".formatted(name(), archive.name()),
          "Save the archive to a file and give that.");
    }
    return content;
  }

  @Override
  public Optional<SeekableByteChannel> openChannel() {
    return Optional.empty();
  }

  @Override
  public ImageSource resolve(String reference) throws StorageException {
    throw IndexedDisk.refuse(name(), reference);
  }

  @Override
  public Object identity() {
    return List.of(archive.identity(), first.name());
  }
}
