package org.stowage.api.datastore;

import org.stowage.api.disk.AdapterType;

/**
 * The base disk that an image is to become.
 *
 * @param path where its descriptor is to be; in a folder that exists, at a name that does not
 * @param adapterType for its descriptor
 */
public record BaseDisk(DatastorePath path, AdapterType adapterType) {}
