package org.stowage.api.ephemeral;

/**
 * A volume as a host sees it while it is connected.
 *
 * @param blockPath the device's path, the same on every host the volume is connected to
 * @param libvirtDiskXml the {@code <disk>} element for a libvirt domain, without a target
 */
public record Connection(String blockPath, String libvirtDiskXml) {}
