package org.stowage.runtime.libvirt;

import java.nio.file.Path;
import java.util.Map;

/**
 * An instance as it stands on its host.
 *
 * @param running whether its domain runs, or is paused
 * @param diskPaths the devices behind its disks, by the disks' names
 * @param folder what the host keeps of it
 * @param console what its serial port has said
 */
public record InstanceStatus(
    LibvirtInstance instance,
    boolean running,
    Map<String, String> diskPaths,
    Path folder,
    Path console) {}
