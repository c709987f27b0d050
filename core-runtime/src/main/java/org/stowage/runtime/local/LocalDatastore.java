package org.stowage.runtime.local;

import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * A folder declared as a datastore.
 *
 * @param name unique in its target
 * @param typeName the type whose rules hold in the folder, e.g. {@code NFS}
 * @param folder never made by the target: a missing one makes the datastore inaccessible, so that a
 *     file system that is not mounted is not mistaken for an empty datastore
 * @param capacityBytes what may be stored, by the sizes of files as {@code ls} shows them, holes
 *     included; empty for what the file system holds
 * @param maintenance whether nothing new may be placed there
 */
public record LocalDatastore(
    String name, String typeName, Path folder, OptionalLong capacityBytes, boolean maintenance) {}
