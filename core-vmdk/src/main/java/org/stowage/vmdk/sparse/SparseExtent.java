package org.stowage.vmdk.sparse;

import static org.stowage.vmdk.format.VmdkLimits.SECTOR_BYTES;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.stowage.api.disk.ImageSource;
import org.stowage.api.disk.Problem;
import org.stowage.vmdk.extent.Extent;
import org.stowage.vmdk.extent.ExtentCursor;
import org.stowage.vmdk.extent.ExtentFile;
import org.stowage.vmdk.format.HeaderProblems;
import org.stowage.vmdk.format.SparseHeader;
import org.stowage.vmdk.format.VmdkError;

/** A file of grains: a monolithic sparse disk, a stream-optimized one, or part of a split disk. */
public final class SparseExtent implements Extent {

  private final ImageSource source;
  private final SparseHeader header;
  private final SparseHeader authority;
  private final List<Problem> problems;

  private SparseExtent(
      ImageSource source, SparseHeader header, SparseHeader authority, List<Problem> problems) {
    this.source = source;
    this.header = header;
    this.authority = authority;
    this.problems = List.copyOf(problems);
  }

  /**
   * Reads header, footer and directory.
   *
   * @throws org.stowage.api.DiskFormatException when any of them is damaged
   */
  public static SparseExtent open(ImageSource source) throws IOException {
    try (ExtentFile file = ExtentFile.open(source)) {
      SparseHeader header =
          SparseHeader.parse(
              file.read(0, (int) Math.min(SECTOR_BYTES, file.sizeBytes())), file.name());
      if (header.overheadSectors() * SECTOR_BYTES > file.sizeBytes()) {
        throw VmdkError.damaged(
            VmdkError.TRUNCATED,
            file.name(),
            "it has %d bytes, and its metadata alone takes %d"
                .formatted(file.sizeBytes(), header.overheadSectors() * SECTOR_BYTES));
      }
      List<Problem> problems = new ArrayList<>(HeaderProblems.of(header, file.name()));
      SparseHeader authority = authority(file, header, problems);
      DirectoryCheck.check(file, authority);
      return new SparseExtent(source, header, authority, problems);
    }
  }

  private static SparseHeader authority(
      ExtentFile file, SparseHeader header, List<Problem> problems) throws IOException {
    if (!header.compressed()) {
      return header;
    }
    FooterSearch search = new FooterSearch(file);
    if (!header.directoryAtEnd()) {
      if (!search.hasEnd()) {
        problems.add(HeaderProblems.noEnd(file.name()));
      }
      return search.findOptional(header);
    }
    FooterSearch.Found found = search.find(header);
    if (found.paddingBytes() > 0) {
      problems.add(HeaderProblems.padding(file.name(), found.paddingBytes()));
    }
    return found.footer();
  }

  /** The header at the start of the file. */
  public SparseHeader header() {
    return header;
  }

  /** Reads the bytes of the embedded descriptor; none where there is none. */
  public ByteBuffer readDescriptor() throws IOException {
    try (ExtentFile file = ExtentFile.open(source)) {
      int bytes = header.hasDescriptor() ? (int) header.descriptorSectors() * SECTOR_BYTES : 0;
      return file.read(header.descriptorOffsetSectors() * SECTOR_BYTES, bytes);
    }
  }

  /** What is odd about the file, though it can be read. */
  public List<Problem> problems() {
    return problems;
  }

  @Override
  public long lengthBytes() {
    return header.layout().capacityBytes();
  }

  @Override
  public ExtentCursor open() throws IOException {
    ExtentFile file = ExtentFile.open(source);
    try {
      DirectoryCheck.check(file, authority);
      return new SparseCursor(file, authority);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }
}
