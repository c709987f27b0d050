package org.stowage.plugin.ova;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.stowage.plugin.ova.tar.TarHeader.BLOCK_BYTES;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.OptionalLong;
import java.util.Set;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.disk.ImageTarget;
import org.stowage.api.disk.NewPackage;
import org.stowage.api.disk.PackagedMachine;
import org.stowage.plugin.ova.manifest.DigestAlgorithm;
import org.stowage.plugin.ova.manifest.Digests;
import org.stowage.plugin.ova.manifest.ManifestLine;
import org.stowage.plugin.ova.ovf.NewDescriptor;
import org.stowage.plugin.ova.tar.TarHeader;

/**
 * An OVA that is being made: descriptor, manifest and disk, in this order, which every importer
 * takes. The disk is written first, behind a place for the other two, whose lengths do not depend
 * on it; {@link #finish} fills the place. Until then the file begins with zeros and is no archive.
 */
final class NewOva implements NewPackage {

  private static final String DISK_FORMAT = "streamOptimized";

  /** Tar writes records of 20 blocks. */
  private static final int RECORD_BYTES = 20 * BLOCK_BYTES;

  private final PackageNames names;
  private final NewDescriptor descriptor;
  private final FileChannel file;
  private final int headBytes;
  private final NewMember disk;

  private NewOva(PackagedMachine machine, FileChannel file) throws IOException {
    this.names = PackageNames.of(machine.name());
    this.descriptor = new NewDescriptor(machine, names.disk());
    this.file = file;
    this.headBytes = head(0, OptionalLong.empty(), "0".repeat(64)).length;
    file.position(headBytes);
    this.disk = new NewMember(names.disk(), file);
  }

  static NewOva begin(PackagedMachine machine, ImageTarget target) throws IOException {
    if (!machine.diskFormat().equals(DISK_FORMAT)) {
      throw new StorageException(
          CommonError.UNSUPPORTED,
          "cannot write the OVA %s: its disk would be %s; importers take %s only"
              .formatted(target.name(), machine.diskFormat(), DISK_FORMAT),
          "Give it the disk as " + DISK_FORMAT + ".");
    }
    FileChannel file =
        target
            .openChannel()
            .orElseThrow(
                () ->
                    new StorageException(
                        CommonError.UNSUPPORTED,
                        "cannot write the OVA %s to a stream: its first file tells of its last"
                            .formatted(target.name()),
                        "Write it to a file."));
    try {
      return new NewOva(machine, file);
    } catch (IOException | RuntimeException e) {
      try (file) {
        throw e;
      }
    }
  }

  @Override
  public ImageTarget disk() {
    return disk;
  }

  @Override
  public void finish(OptionalLong populatedBytes) throws IOException {
    String digest = disk.finishedDigest();
    writeEnd();
    ByteBuffer head = ByteBuffer.wrap(head(disk.sizeBytes(), populatedBytes, digest));
    while (head.hasRemaining()) {
      file.write(head, head.position());
    }
    file.force(true);
  }

  private void writeEnd() throws IOException {
    long end = headBytes + padded(disk.sizeBytes()) + 2 * BLOCK_BYTES;
    long records = (end + RECORD_BYTES - 1) / RECORD_BYTES * RECORD_BYTES;
    ByteBuffer zeros = ByteBuffer.allocate((int) (records - headBytes - disk.sizeBytes()));
    while (zeros.hasRemaining()) {
      file.write(zeros);
    }
  }

  /** All that precedes the disk's bytes; as long for every disk. */
  private byte[] head(long diskBytes, OptionalLong populatedBytes, String diskDigest) {
    byte[] text = descriptor.encode(diskBytes, populatedBytes);
    Set<DigestAlgorithm> algorithm = Set.of(DigestAlgorithm.SHA256);
    String digest = Digests.of(text, algorithm).get(DigestAlgorithm.SHA256);
    String manifest =
        ManifestLine.of(names.descriptor(), DigestAlgorithm.SHA256, digest)
            + ManifestLine.of(names.disk(), DigestAlgorithm.SHA256, diskDigest);
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    addMember(head, names.descriptor(), text);
    addMember(head, names.manifest(), manifest.getBytes(US_ASCII));
    head.writeBytes(new TarHeader(names.disk(), diskBytes, TarHeader.FILE).encode());
    return head.toByteArray();
  }

  private static void addMember(ByteArrayOutputStream head, String name, byte[] content) {
    head.writeBytes(new TarHeader(name, content.length, TarHeader.FILE).encode());
    head.writeBytes(content);
    head.writeBytes(new byte[(int) padded(content.length) - content.length]);
  }

  private static long padded(long bytes) {
    return (bytes + BLOCK_BYTES - 1) / BLOCK_BYTES * BLOCK_BYTES;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
