package org.stowage.vmdk.format;

import org.stowage.api.disk.AdapterType;

/**
 * The cylinders, heads and sectors a descriptor names. Hypervisors size a disk by its sectors and
 * use these for the guest's firmware only.
 *
 * @param cylinders at least 1
 * @param heads 1 to 255
 * @param sectors per track, 1 to 63
 */
public record Geometry(long cylinders, int heads, int sectors) {

  private static final long GIB_SECTORS = 1L << 21;

  /**
   * What VMware's own tools write for a disk, as seen in their files: 64 heads of 32 sectors below
   * 1 GiB, 128 of 32 below 2 GiB, 255 of 63 above; 16 of 63 on IDE, without limit to the cylinders.
   *
   * @param capacitySectors positive
   */
  public static Geometry of(long capacitySectors, AdapterType adapter) {
    if (adapter == AdapterType.IDE) {
      return filling(capacitySectors, 16, 63);
    }
    if (capacitySectors < GIB_SECTORS) {
      return filling(capacitySectors, 64, 32);
    }
    if (capacitySectors < 2 * GIB_SECTORS) {
      return filling(capacitySectors, 128, 32);
    }
    return filling(capacitySectors, 255, 63);
  }

  private static Geometry filling(long capacitySectors, int heads, int sectors) {
    return new Geometry(Math.max(1, capacitySectors / (heads * sectors)), heads, sectors);
  }
}
