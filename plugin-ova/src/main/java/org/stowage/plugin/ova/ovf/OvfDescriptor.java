package org.stowage.plugin.ova.ovf;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a descriptor says, as far as finding a root disk needs it, in the order of the document.
 * Values are text as it stands there; each is checked where it is used, so that a fault in a part
 * that does not matter here is no obstacle.
 *
 * @param unknownSections names of sections that must be understood and are not
 */
record OvfDescriptor(
    List<File> files,
    List<Disk> disks,
    List<Machine> machines,
    List<Configuration> configurations,
    List<String> unknownSections) {

  OvfDescriptor {
    files = List.copyOf(files);
    disks = List.copyOf(disks);
    machines = List.copyOf(machines);
    configurations = List.copyOf(configurations);
    unknownSections = List.copyOf(unknownSections);
  }

  /**
   * References/File. oVirt gives no meaning to {@code id} but names files by {@code href}.
   *
   * @param size of the member in bytes
   * @param compression {@code gzip} or {@code identity}; null for none
   * @param chunkSize bytes of each part but the last; null when the file is whole
   */
  record File(
      String id,
      String href,
      @Nullable String size,
      @Nullable String compression,
      @Nullable String chunkSize) {}

  /**
   * DiskSection/Disk.
   *
   * @param fileRef null or empty for a blank disk
   * @param capacity in {@code units}; may be {@code ${property}}
   * @param sizeGibibytes what oVirt writes instead of a capacity
   * @param format a URI
   * @param parentRef the disk this one is the difference to; null or empty for none
   * @param populatedSize in bytes
   * @param boot whether oVirt marks it as the one to boot from
   */
  record Disk(
      String id,
      @Nullable String fileRef,
      @Nullable String capacity,
      @Nullable String units,
      @Nullable String sizeGibibytes,
      @Nullable String format,
      @Nullable String parentRef,
      @Nullable String populatedSize,
      boolean boot) {}

  /** VirtualSystem; has one hardware section in nearly all descriptors. */
  record Machine(String id, List<Hardware> hardware) {
    Machine {
      hardware = List.copyOf(hardware);
    }
  }

  /**
   * VirtualHardwareSection.
   *
   * @param systemTypes such as {@code vmx-07 vmx-08}; empty when nothing is said
   */
  record Hardware(String systemTypes, List<Item> items) {
    Hardware {
      items = List.copyOf(items);
    }
  }

  /**
   * VirtualHardwareSection/Item, or StorageItem of OVF 2.
   *
   * @param configurations the deployment configurations it is for, separated by blanks; null for
   *     all
   * @param bound {@code min} or {@code max} for items that only limit others
   */
  record Item(
      String instanceId,
      String resourceType,
      @Nullable String resourceSubType,
      @Nullable String parent,
      @Nullable String addressOnParent,
      @Nullable String address,
      List<String> hostResources,
      @Nullable String configurations,
      @Nullable String bound) {
    Item {
      hostResources = List.copyOf(hostResources);
    }
  }

  /** DeploymentOptionSection/Configuration. */
  record Configuration(String id, boolean isDefault) {}
}
