package org.stowage.api.ephemeral;

/**
 * What a host may ask of a volume while it is connected.
 *
 * @param iops operations per second; 0 for no limit
 * @param bytesPerSecond 0 for no limit
 */
public record VolumeLimits(long iops, long bytesPerSecond) {

  public static final VolumeLimits NONE = new VolumeLimits(0, 0);

  public VolumeLimits {
    if (iops < 0 || bytesPerSecond < 0) {
      throw new IllegalArgumentException("limits are not negative");
    }
  }
}
