package org.stowage.api.datastore;

/**
 * What is known of a datastore at one moment.
 *
 * @param name unique in its target
 * @param typeName what the target calls its type ({@code VMFS}, {@code NFS41}, {@code vsan});
 *     served by the {@link DatastoreType} whose {@link DatastoreTraits#typeNames()} contains it
 * @param capacityBytes 0 or more
 * @param freeBytes 0 to {@code capacityBytes}
 * @param accessible whether hosts reach it now
 * @param maintenance whether it is in, or on its way into, maintenance mode
 */
public record DatastoreInfo(
    String name,
    String typeName,
    long capacityBytes,
    long freeBytes,
    boolean accessible,
    boolean maintenance) {}
