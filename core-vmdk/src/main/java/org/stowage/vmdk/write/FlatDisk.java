package org.stowage.vmdk.write;

import static org.stowage.vmdk.format.VmdkLimits.SECTOR_BYTES;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.stowage.api.CommonError;
import org.stowage.api.DiskFormatException;
import org.stowage.api.ErrorCode;
import org.stowage.api.StorageException;
import org.stowage.api.disk.AdapterType;
import org.stowage.vmdk.descriptor.CreateType;
import org.stowage.vmdk.descriptor.Descriptor;
import org.stowage.vmdk.descriptor.ExtentLine;
import org.stowage.vmdk.format.VmdkError;
import org.stowage.vmdk.format.VmdkLimits;

/** Changes flat disks: a descriptor, and beside it one file of data. */
public final class FlatDisk {

  private FlatDisk() {}

  /**
   * Grows a monolithicFlat disk that nothing uses and that no linked clone stands on; the new end
   * reads as zero. A disk that has the capacity already is left as it is.
   *
   * <p>The data file grows first, then the descriptor is replaced by one rename. Whatever stops
   * this, the disk is whole, of the old capacity or of the new, and another call completes it.
   *
   * @param descriptorFile the disk's descriptor
   * @param newCapacityBytes a multiple of 512
   * @param draft where the new descriptor is written before it takes the place of the old: on the
   *     same file system, overwritten if it exists; only a crash leaves it
   * @throws StorageException {@code not-allowed} when the disk would shrink
   * @throws DiskFormatException when the file is no descriptor of a monolithicFlat disk whose data
   *     are a single file beside it
   */
  public static void extend(Path descriptorFile, long newCapacityBytes, Path draft)
      throws IOException {
    if (newCapacityBytes % SECTOR_BYTES != 0) {
      throw new IllegalArgumentException("capacity must be whole sectors, not " + newCapacityBytes);
    }
    Descriptor before = read(descriptorFile);
    ExtentLine extent = onlyExtent(before, descriptorFile);
    long capacityBytes = extent.sectors() * SECTOR_BYTES;
    if (newCapacityBytes < capacityBytes) {
      throw new StorageException(
          CommonError.NOT_ALLOWED,
          "cannot shrink %s from %d to %d bytes"
              .formatted(descriptorFile, capacityBytes, newCapacityBytes),
          "Choose a capacity of at least what the disk has.");
    }
    if (newCapacityBytes > capacityBytes) {
      growData(dataFile(descriptorFile, extent), capacityBytes, newCapacityBytes);
      replace(descriptorFile, draft, extended(before, extent, newCapacityBytes).encode());
    }
  }

  private static Descriptor read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (channel.size() > VmdkLimits.MAX_DESCRIPTOR_BYTES) {
        throw refused(VmdkError.DESCRIPTOR, file, "it has " + channel.size() + " bytes");
      }
    }
    return Descriptor.parse(ByteBuffer.wrap(Files.readAllBytes(file)), file.toString());
  }

  private static ExtentLine onlyExtent(Descriptor descriptor, Path file) throws IOException {
    ExtentLine first = descriptor.extents().get(0);
    boolean flat =
        descriptor.knownCreateType().filter(CreateType.MONOLITHIC_FLAT::equals).isPresent()
            && descriptor.extents().size() == 1
            && first.type() == ExtentLine.Type.FLAT
            && first.offsetSectors() == 0;
    if (!flat) {
      throw refused(
          VmdkError.UNSUPPORTED_KIND,
          file,
          "its createType is %s with %d extents"
              .formatted(descriptor.createType(), descriptor.extents().size()));
    }
    return first;
  }

  private static Path dataFile(Path descriptorFile, ExtentLine extent) throws IOException {
    String name = String.valueOf(extent.fileName());
    boolean plain = !name.isEmpty() && !name.matches("\\.\\.?|.*[/\\\\:\\x00].*");
    Path file = plain ? descriptorFile.resolveSibling(name) : descriptorFile;
    if (!plain || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw refused(VmdkError.EXTENT_NAME, descriptorFile, "its extent is no file beside it");
    }
    return file;
  }

  private static void growData(Path file, long capacityBytes, long newCapacityBytes)
      throws IOException {
    try (FileChannel data = FileChannel.open(file, StandardOpenOption.WRITE)) {
      if (data.size() < capacityBytes) {
        throw refused(
            VmdkError.EXTENT_SIZE,
            file,
            "it has %d bytes of the %d that its descriptor declares"
                .formatted(data.size(), capacityBytes));
      }
      // What is beyond the capacity was never part of the disk, and must read as zero from now on.
      data.truncate(capacityBytes);
      RandomAccess.extend(data, newCapacityBytes);
      data.force(true);
    }
  }

  private static Descriptor extended(Descriptor before, ExtentLine extent, long newCapacityBytes) {
    AdapterType adapter = before.adapterType().orElse(AdapterType.LSILOGIC);
    Map<String, String> database = new LinkedHashMap<>(before.database());
    database.putAll(NewDescriptor.geometry(newCapacityBytes, adapter));
    long sectors = newCapacityBytes / SECTOR_BYTES;
    return new Descriptor(
        before.contentId(),
        before.parentContentId(),
        before.createType(),
        before.parentFileNameHint(),
        before.otherKeys(),
        List.of(new ExtentLine(extent.access(), sectors, extent.type(), extent.fileName(), 0)),
        database);
  }

  private static void replace(Path file, Path draft, byte[] content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            draft,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      RandomAccess.write(channel, ByteBuffer.wrap(content), 0);
      channel.force(true);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static DiskFormatException refused(ErrorCode code, Path file, String observed) {
    return VmdkError.refused(
        code,
        file.toString(),
        observed,
        "Only monolithicFlat disks of one extent can be extended.");
  }
}
