package org.stowage.plugin.ova;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.stowage.api.StorageException;
import org.stowage.api.disk.ImageSource;
import org.stowage.plugin.ova.PartsChannel.Part;
import org.stowage.plugin.ova.error.OvaError;
import org.stowage.plugin.ova.tar.ChannelStream;

/** A disk inside an archive with random access. */
final class IndexedDisk implements ImageSource {

  private final ImageSource archive;
  private final List<Part> parts;

  IndexedDisk(ImageSource archive, List<Part> parts) {
    this.archive = archive;
    this.parts = List.copyOf(parts);
  }

  @Override
  public String name() {
    return parts.get(0).member().baseName();
  }

  @Override
  public OptionalLong lengthBytes() {
    return OptionalLong.of(parts.stream().mapToLong(part -> part.member().sizeBytes()).sum());
  }

  @Override
  public boolean repeatable() {
    return true;
  }

  @Override
  public InputStream open() throws IOException {
    return new ChannelStream(channel());
  }

  @Override
  public Optional<SeekableByteChannel> openChannel() throws IOException {
    return Optional.of(channel());
  }

  private SeekableByteChannel channel() throws IOException {
    return new PartsChannel(reopen(archive), parts);
  }

  /** Opens an archive that was open for random access before. */
  static SeekableByteChannel reopen(ImageSource archive) throws IOException {
    return archive
        .openChannel()
        .orElseThrow(() -> new IOException(archive.name() + " lost its random access"));
  }

  @Override
  public ImageSource resolve(String reference) throws StorageException {
    throw refuse(name(), reference);
  }

  /** A disk in an OVA stands alone: what it names would be a file of whoever reads it. */
  static StorageException refuse(String name, String reference) {
    return OvaError.refused(
        OvaError.DISK_NOT_ALONE,
        name,
        "it names another file, \"%s\"; a disk in an OVA stands alone"
            .formatted(OvaError.shown(reference)),
        "Consolidate the snapshots of the virtual machine, then export it again.");
  }

  @Override
  public Object identity() {
    return List.of(archive.identity(), parts.get(0).member().name());
  }
}
