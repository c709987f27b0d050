package org.stowage.plugin.ova;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Locale;
import java.util.Optional;
import org.pf4j.Extension;
import org.stowage.api.disk.DiskFormats;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.ImageHead;
import org.stowage.api.disk.ImageProperties;
import org.stowage.api.disk.ImageSource;
import org.stowage.api.disk.ImageTarget;
import org.stowage.api.disk.NewPackage;
import org.stowage.api.disk.PackagedMachine;
import org.stowage.api.disk.Recognition;
import org.stowage.api.disk.WritableContainer;
import org.stowage.plugin.ova.tar.ChannelStream;
import org.stowage.plugin.ova.tar.TarProbe;

/**
 * The container format OVA: opens to the root disk of the virtual machine inside.
 *
 * <p>From a source with random access, the archive's headers are read first, so that its order does
 * not matter. From a stream everything is read once, as it comes, so the descriptor must come
 * before the disk. Nothing is unpacked either way.
 *
 * <p>What a manifest promises is checked: the descriptor's digest before it is believed where the
 * manifest is at hand, the disk's while it is read. {@link DiskImage#copyTo} returns after all
 * members that the manifest names were checked; the stored form after the descriptor and the disk
 * were, and, on a stream, all others.
 *
 * <p>Packages are made in one pass over the disk, which has to be a streamOptimized VMDK, into a
 * target with random access.
 */
@Extension
public final class OvaFormat implements WritableContainer {

  static final String ID = "ova";

  @Override
  public String id() {
    return ID;
  }

  /**
   * A tar archive with a descriptor, manifest or disk near its start is an OVA by its bytes. Any
   * other tar archive, one inside a compressed file, and whatever is declared or named to be an OVA
   * is taken too when no other format knows its bytes: {@link #open} then says what is wrong with
   * it, which is better than to take it for a raw disk.
   */
  @Override
  public Recognition recognise(ImageHead head) {
    ByteBuffer view = head.bytes();
    byte[] bytes = new byte[view.remaining()];
    view.get(bytes);
    if (TarProbe.isTar(bytes)) {
      boolean sure = TarProbe.files(bytes).stream().anyMatch(PackageFile::isOfPackage);
      return sure ? Recognition.MAGIC : Recognition.DECLARED;
    }
    boolean declared =
        head.declared().value(ImageProperties.CONTAINER_FORMAT).filter(ID::equals).isPresent();
    boolean named = head.name().toLowerCase(Locale.ROOT).matches(".*\\.ova(\\.[a-z0-9]+)?");
    return declared || named || Wrapping.isTarInGzip(bytes)
        ? Recognition.DECLARED
        : Recognition.NONE;
  }

  @Override
  public DiskImage open(ImageSource source, DiskFormats formats) throws IOException {
    String archive = source.name().isEmpty() ? "the archive" : source.name();
    OvaPackage ova = read(source, archive);
    try {
      return OvaImage.open(ova, formats, archive);
    } catch (IOException | RuntimeException e) {
      try (ova) {
        throw e;
      }
    }
  }

  @Override
  public NewPackage begin(PackagedMachine machine, ImageTarget target) throws IOException {
    return NewOva.begin(machine, target);
  }

  private static OvaPackage read(ImageSource source, String archive) throws IOException {
    Optional<SeekableByteChannel> channel = source.openChannel();
    if (channel.isPresent()) {
      try (SeekableByteChannel opened = channel.get()) {
        Wrapping.requireTar(new ChannelStream(opened).readNBytes(TarProbe.HEADER_BYTES), archive);
        return IndexedPackage.read(source, opened, archive);
      }
    }
    BufferedInputStream stream = new BufferedInputStream(source.open(), 1 << 16);
    try {
      stream.mark(TarProbe.HEADER_BYTES);
      Wrapping.requireTar(stream.readNBytes(TarProbe.HEADER_BYTES), archive);
      stream.reset();
      return StreamedPackage.read(source, stream, archive);
    } catch (IOException | RuntimeException e) {
      try (stream) {
        throw e;
      }
    }
  }
}
