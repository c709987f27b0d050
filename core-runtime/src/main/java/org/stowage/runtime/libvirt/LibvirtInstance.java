package org.stowage.runtime.libvirt;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stowage.api.ephemeral.InstanceDisk;

/**
 * What an instance is, as its domain tells.
 *
 * @param image what its root disk was made of
 * @param network the libvirt network it is connected to; null for none
 * @param configDrive whether it has one
 * @param before what it had before a resize that is neither confirmed nor reverted; null for none
 * @param rescued whether it is being rescued: it boots from another disk
 */
public record LibvirtInstance(
    UUID id,
    String name,
    String image,
    Flavor flavor,
    @Nullable String network,
    boolean configDrive,
    @Nullable Flavor before,
    boolean rescued) {

  public static final String SWAP = "disk.swap";
  public static final String EPHEMERAL = "disk.eph0";

  /** The names of its disks, in the order that it sees them. */
  public List<String> disks() {
    List<String> names = new ArrayList<>();
    if (rescued) {
      names.add(InstanceDisk.RESCUE);
    }
    names.addAll(disksOf(flavor));
    return names;
  }

  static List<String> disksOf(Flavor flavor) {
    List<String> names = new ArrayList<>(List.of(InstanceDisk.ROOT));
    if (flavor.ephemeralBytes() > 0) {
      names.add(EPHEMERAL);
    }
    if (flavor.swapBytes() > 0) {
      names.add(SWAP);
    }
    return names;
  }

  /** The capacity that its flavor gives a disk; 0 for one that it does not. */
  public long capacityBytes(String disk) {
    return switch (disk) {
      case InstanceDisk.ROOT -> flavor.rootBytes();
      case EPHEMERAL -> flavor.ephemeralBytes();
      case SWAP -> flavor.swapBytes();
      default -> 0;
    };
  }

  LibvirtInstance withFlavor(Flavor other, @Nullable Flavor earlier) {
    return new LibvirtInstance(id, name, image, other, network, configDrive, earlier, rescued);
  }

  LibvirtInstance withRescued(boolean now) {
    return new LibvirtInstance(id, name, image, flavor, network, configDrive, before, now);
  }
}
