package org.stowage.api.disk;

/**
 * What a disk to be made is to be like.
 *
 * @param capacityBytes positive, a multiple of 512
 * @param adapterType what goes into the descriptor of formats that have one
 */
public record DiskSpec(long capacityBytes, AdapterType adapterType) {

  public DiskSpec {
    if (capacityBytes <= 0 || capacityBytes % 512 != 0) {
      throw new IllegalArgumentException(
          "capacity must be a positive multiple of 512 bytes, not " + capacityBytes);
    }
  }
}
