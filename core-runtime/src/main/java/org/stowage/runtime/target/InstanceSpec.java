package org.stowage.runtime.target;

import org.jspecify.annotations.Nullable;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.disk.AdapterType;

/**
 * An instance to be made.
 *
 * @param name 1 to 80 characters, usable as a folder name
 * @param datastore where its folder goes
 * @param imageId the image it comes from, kept with it
 * @param base the base disk it stands on or is copied from; may lie on another datastore
 * @param linkedClone whether its disk is a linked clone of the base rather than a copy
 * @param capacityBytes at least the base's
 * @param cpus 1 or more
 * @param memoryMib 4 or more
 * @param network that it is connected to when it runs; null for none
 */
public record InstanceSpec(
    String name,
    String datastore,
    String imageId,
    DatastorePath base,
    boolean linkedClone,
    long capacityBytes,
    AdapterType adapterType,
    int cpus,
    int memoryMib,
    @Nullable String network) {}
