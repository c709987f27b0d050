package org.stowage.vmdk.chain;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.stowage.vmdk.extent.Extent;
import org.stowage.vmdk.extent.ExtentCursor;
import org.stowage.vmdk.extent.Piece;

/** Goes over all layers of a chain together, asking each no more than once about any part. */
final class ChainCursor implements ExtentCursor {

  private static final class Layer {
    final ExtentCursor cursor;
    final long lengthBytes;

    /** Up to where it is known that the layer has nothing. */
    long absentUntil;

    Layer(ExtentCursor cursor, long lengthBytes) {
      this.cursor = cursor;
      this.lengthBytes = lengthBytes;
    }
  }

  private final List<Layer> layers = new ArrayList<>();

  static ChainCursor open(List<Extent> extents) throws IOException {
    ChainCursor cursor = new ChainCursor();
    try {
      for (Extent extent : extents) {
        cursor.layers.add(new Layer(extent.open(), extent.lengthBytes()));
      }
      return cursor;
    } catch (IOException e) {
      cursor.closeAfter(e);
      throw e;
    }
  }

  @Override
  public Piece next(long offset, long limit) throws IOException {
    long end = limit;
    for (Layer layer : layers) {
      if (offset >= layer.absentUntil && offset < layer.lengthBytes) {
        Piece piece = layer.cursor.next(offset, Math.min(end, layer.lengthBytes));
        if (!(piece instanceof Piece.Absent)) {
          return piece;
        }
        layer.absentUntil = offset + piece.lengthBytes();
      }
      if (offset < layer.lengthBytes) {
        end = Math.min(end, layer.absentUntil);
      }
    }
    return new Piece.Absent(end - offset);
  }

  private void closeAfter(IOException failure) {
    try {
      close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  @Override
  public void close() throws IOException {
    IOException first = null;
    for (Layer layer : layers) {
      try {
        layer.cursor.close();
      } catch (IOException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
