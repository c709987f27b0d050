package org.stowage.plugin.scaleio;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.ephemeral.InstanceDisk;
import org.stowage.api.ephemeral.VolumeUse;

/**
 * What volumes are called: the instance's UUID in base64 (24 characters, as others name volumes
 * after UUIDs too), what follows {@code disk.} in the disk's name, and a mark for what is no disk.
 * Arrays allow 31 characters; names that need more are refused, since cut ones would collide.
 */
final class VolumeName {

  private static final int MOST_CHARACTERS = 31;
  private static final String PREFIX = InstanceDisk.ROOT + ".";

  private VolumeName() {}

  static String of(InstanceDisk disk, VolumeUse use) throws StorageException {
    String name = encoded(disk.instance()) + suffix(disk) + mark(use);
    if (name.length() > MOST_CHARACTERS) {
      throw new StorageException(
          CommonError.USAGE,
          "naming a ScaleIO volume for "
              + disk.name()
              + (use == VolumeUse.DISK ? "" : " (" + use + ")")
              + " of the instance "
              + disk.instance()
              + ": "
              + name
              + " has "
              + name.length()
              + " characters, and an array allows "
              + MOST_CHARACTERS,
          "Use a shorter name for the disk.");
    }
    return name;
  }

  static String encoded(UUID uuid) {
    ByteBuffer bytes = ByteBuffer.allocate(16);
    bytes.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  private static String suffix(InstanceDisk disk) throws StorageException {
    if (disk.name().equals(InstanceDisk.ROOT)) {
      return "";
    }
    String rest = disk.name().startsWith(PREFIX) ? disk.name().substring(PREFIX.length()) : "";
    if (!rest.matches("[a-z0-9]+")) {
      throw new StorageException(
          CommonError.USAGE,
          "naming a ScaleIO volume for " + disk.name() + " of the instance " + disk.instance(),
          "Disks are named disk, or disk. and small letters or digits.");
    }
    return rest;
  }

  private static String mark(VolumeUse use) {
    return switch (use) {
      case DISK -> "";
      case UNFINISHED -> "/#";
      case BEFORE_RESIZE -> "/~";
      case READING -> "/s";
    };
  }
}
