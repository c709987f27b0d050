package org.stowage.api.ephemeral;

import java.util.UUID;

/**
 * A disk of an instance.
 *
 * @param name as hosts name its file: {@code disk}, {@code disk.local}, {@code disk.swap}, {@code
 *     disk.eph0}, {@code disk.rescue}
 */
public record InstanceDisk(UUID instance, String name) {

  public static final String ROOT = "disk";
  public static final String RESCUE = "disk.rescue";
}
