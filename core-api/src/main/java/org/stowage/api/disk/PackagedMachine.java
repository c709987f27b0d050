package org.stowage.api.disk;

/**
 * What a package is to say of the machine whose disk it holds.
 *
 * @param name shown to people; any characters, not empty
 * @param cpus 1 or more
 * @param memoryMib 4 or more
 * @param disk capacity of the disk, and the controller it hangs on
 * @param diskFormat the id of the format of the disk's file
 */
public record PackagedMachine(
    String name, int cpus, int memoryMib, DiskSpec disk, String diskFormat) {

  public PackagedMachine {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a machine must have a name");
    }
    if (cpus < 1) {
      throw new IllegalArgumentException("cpus must be at least 1, not " + cpus);
    }
    if (memoryMib < 4) {
      throw new IllegalArgumentException("memoryMib must be at least 4, not " + memoryMib);
    }
  }
}
