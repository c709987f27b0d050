package org.stowage.vmdk.copy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DataFormatException;
import org.stowage.api.DiskFormatException;
import org.stowage.api.disk.DiskSink;
import org.stowage.vmdk.format.VmdkError;

/**
 * A unit of work: filled by the reader, expanded by any one thread, written out by the reader, and
 * used again. Never in the hands of two threads at a time.
 */
final class Batch {

  /** Content of a batch; only a single grain may be larger. */
  static final int CONTENT_BYTES = 256 * 1024;

  private static final int COMPRESSED_BYTES = CONTENT_BYTES + 64 * 1024;

  private record CompressedGrain(
      String file, GrainPart part, int offset, int length, int contentOffset) {}

  private final GrainInflater inflater = new GrainInflater();
  private final List<CompressedGrain> grains = new ArrayList<>();
  private final ContentRuns runs = new ContentRuns();
  private byte[] compressed = {};
  private ByteBuffer content = ByteBuffer.allocate(0);
  private int compressedUsed;
  private int contentUsed;
  private long endOffset;

  boolean isEmpty() {
    return contentUsed == 0;
  }

  /** Whether so much more fits; an empty batch takes any single grain. */
  boolean hasRoom(int compressedBytes, int contentBytes) {
    return isEmpty()
        || compressedBytes <= COMPRESSED_BYTES - compressedUsed
            && contentBytes <= CONTENT_BYTES - contentUsed;
  }

  /** Takes plain content, to be put into the buffer that is returned; it has no array. */
  ByteBuffer addPlain(long diskOffset, int length) {
    int offset = takeContent(length);
    addRun(diskOffset, offset, length);
    return content.slice(offset, length);
  }

  /** Takes a compressed grain, to be put into the buffer that is returned; it has an array. */
  ByteBuffer addCompressed(String file, GrainPart part, int compressedBytes) {
    if (compressed.length < compressedUsed + compressedBytes) {
      // Only ever when this is the first grain: hasRoom() keeps all others within the usual size.
      compressed = new byte[Math.max(COMPRESSED_BYTES, compressedBytes)];
    }
    int contentOffset = takeContent(part.grainBytes());
    grains.add(new CompressedGrain(file, part, compressedUsed, compressedBytes, contentOffset));
    addRun(part.diskOffset(), contentOffset + part.skipBytes(), part.length());
    compressedUsed += compressedBytes;
    return ByteBuffer.wrap(compressed, compressedUsed - compressedBytes, compressedBytes);
  }

  private int takeContent(int length) {
    if (content.capacity() < contentUsed + length) {
      // Direct, so that a file channel does not have to copy it.
      content = ByteBuffer.allocateDirect(Math.max(CONTENT_BYTES, length));
    }
    contentUsed += length;
    return contentUsed - length;
  }

  private void addRun(long diskOffset, int offset, int length) {
    runs.add(diskOffset, offset, length);
    endOffset = diskOffset + length;
  }

  /** Where on the disk the last of the content ends. */
  long endOffset() {
    return endOffset;
  }

  /** Expands what is compressed and drops what is zero. */
  Batch expand() throws DiskFormatException {
    for (CompressedGrain grain : grains) {
      try {
        inflater.expand(
            ByteBuffer.wrap(compressed, grain.offset, grain.length),
            content.slice(grain.contentOffset, grain.part.grainBytes()),
            grain.part.skipBytes() + grain.part.length());
      } catch (DataFormatException e) {
        throw VmdkError.damaged(
            VmdkError.COMPRESSED_GRAIN,
            grain.file,
            "the compressed grain at byte %d of the disk is damaged: %s"
                .formatted(grain.part.diskOffset(), e.getMessage()),
            e);
      }
    }
    runs.dropZeros(content);
    return this;
  }

  void writeTo(DiskSink sink) throws IOException {
    runs.writeTo(sink, content);
  }

  void clear() {
    grains.clear();
    runs.clear();
    compressedUsed = 0;
    contentUsed = 0;
  }
}
