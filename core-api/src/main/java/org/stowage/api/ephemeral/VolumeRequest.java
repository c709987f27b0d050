package org.stowage.api.ephemeral;

import java.util.Map;

/**
 * A volume to be made.
 *
 * @param name unique on the array, within its rules for names
 * @param capacityBytes positive, a multiple of {@link EphemeralVolumes#capacityMultipleBytes()}
 * @param flavorKeys the flavor's keys that may choose where and how it is made ({@code disk:pool}
 *     and the like); keys a backend does not know are ignored
 */
public record VolumeRequest(String name, long capacityBytes, Map<String, String> flavorKeys) {

  public VolumeRequest {
    flavorKeys = Map.copyOf(flavorKeys);
  }
}
