package org.stowage.runtime.libvirt;

import java.util.Map;
import java.util.TreeMap;

/**
 * What an instance gets.
 *
 * @param cpus 1 or more
 * @param memoryMib 1 or more
 * @param rootBytes the root disk's capacity, a multiple of what the array allots
 * @param ephemeralBytes 0 for no such disk
 * @param swapBytes 0 for no such disk
 * @param keys the flavor's keys: where disks are made ({@code disk:pool} and the like), and what
 *     they may do ({@code quota:disk_read_iops_sec} and the like)
 */
public record Flavor(
    int cpus,
    int memoryMib,
    long rootBytes,
    long ephemeralBytes,
    long swapBytes,
    Map<String, String> keys) {

  public Flavor {
    if (cpus < 1 || memoryMib < 1 || rootBytes < 0 || ephemeralBytes < 0 || swapBytes < 0) {
      throw new IllegalArgumentException("a flavor has CPUs, memory, and no negative disks");
    }
    keys = new TreeMap<>(keys);
  }
}
