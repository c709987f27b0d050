package org.stowage.plugin.scaleio.gateway;

import org.jspecify.annotations.Nullable;

/**
 * A volume as the array shows it.
 *
 * @param ancestorId what it is a snapshot of; null for other volumes
 */
public record ArrayVolume(
    String id, String name, long sizeKib, String type, Pool pool, @Nullable String ancestorId) {

  public static final String THICK = "ThickProvisioned";
  public static final String THIN = "ThinProvisioned";

  public long capacityBytes() {
    return sizeKib << 10;
  }
}
