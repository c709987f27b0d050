package org.stowage.vmdk.split;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stowage.vmdk.extent.Extent;
import org.stowage.vmdk.extent.ExtentCursor;
import org.stowage.vmdk.extent.Piece;

/**
 * Extents one after the other. Of their files, one is open at a time.
 *
 * @param parts in order, at least one
 */
public record SpannedExtent(List<Part> parts) implements Extent {

  /**
   * The start of an extent, as much of it as the disk takes.
   *
   * @param lengthBytes positive, at most the extent's own length
   */
  public record Part(Extent extent, long lengthBytes) {}

  public SpannedExtent {
    parts = List.copyOf(parts);
  }

  @Override
  public long lengthBytes() {
    return parts.stream().mapToLong(Part::lengthBytes).sum();
  }

  @Override
  public ExtentCursor open() {
    return new Cursor();
  }

  private final class Cursor implements ExtentCursor {

    private int index;
    private long start;
    private @Nullable ExtentCursor current;

    @Override
    public Piece next(long offset, long limit) throws IOException {
      while (offset >= start + parts.get(index).lengthBytes()) {
        close();
        start += parts.get(index).lengthBytes();
        index++;
      }
      Part part = parts.get(index);
      ExtentCursor cursor = current == null ? part.extent().open() : current;
      current = cursor;
      return cursor.next(offset - start, Math.min(limit - start, part.lengthBytes()));
    }

    @Override
    public void close() throws IOException {
      if (current != null) {
        current.close();
        current = null;
      }
    }
  }
}
