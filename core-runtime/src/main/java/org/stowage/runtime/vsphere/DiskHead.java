package org.stowage.runtime.vsphere;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.stowage.api.datastore.VirtualDisks;
import org.stowage.api.disk.AdapterType;
import org.stowage.vmdk.descriptor.Descriptor;
import org.stowage.vmdk.descriptor.ExtentLine;
import org.stowage.vmdk.format.SparseHeader;
import org.stowage.vmdk.format.VmdkLimits;

/** Reads what a disk is from the first bytes of its descriptor file. */
final class DiskHead {

  /** More than any descriptor of one disk has in practice; VMware's are of 500 to 1500 bytes. */
  static final int BYTES = 64 * 1024;

  private DiskHead() {}

  /**
   * @param head the file's first bytes, all of them where there are fewer than {@link #BYTES}
   * @throws org.stowage.api.DiskFormatException when they are no disk's
   */
  static VirtualDisks.Facts read(byte[] head, String object) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(head);
    if (SparseHeader.isMagic(bytes)) {
      SparseHeader header = SparseHeader.parse(bytes.slice(), object);
      return new VirtualDisks.Facts(
          header.layout().capacitySectors() * VmdkLimits.SECTOR_BYTES, AdapterType.LSILOGIC);
    }
    Descriptor descriptor = Descriptor.parse(bytes, object);
    long sectors = descriptor.extents().stream().mapToLong(ExtentLine::sectors).sum();
    return new VirtualDisks.Facts(
        Math.multiplyExact(sectors, (long) VmdkLimits.SECTOR_BYTES),
        descriptor.adapterType().orElse(AdapterType.LSILOGIC));
  }
}
