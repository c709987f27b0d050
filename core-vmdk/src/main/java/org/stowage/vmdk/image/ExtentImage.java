package org.stowage.vmdk.image;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stowage.api.Transfer;
import org.stowage.api.disk.DiskFacts;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.DiskSink;
import org.stowage.api.disk.StoredForm;
import org.stowage.vmdk.copy.ExtentCopy;
import org.stowage.vmdk.extent.Extent;

/**
 * An image whose files can be read at random. Holds nothing open between calls, and can be copied
 * as often as one likes.
 *
 * @param storedForm its own bytes, null when they are more than one file or of no use without
 *     another
 */
public record ExtentImage(DiskFacts facts, Extent extent, @Nullable StoredForm storedForm)
    implements DiskImage {

  @Override
  public void copyTo(DiskSink sink, Transfer transfer) throws IOException {
    ExtentCopy.copy(extent, sink, transfer);
  }

  @Override
  public Optional<StoredForm> stored() {
    return Optional.ofNullable(storedForm);
  }

  @Override
  public void close() {
    // Files are open only while something is read.
  }
}
