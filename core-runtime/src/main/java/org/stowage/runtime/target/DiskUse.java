package org.stowage.runtime.target;

import org.stowage.api.datastore.DatastorePath;

/**
 * A disk that a machine uses, its own or one that it stands on.
 *
 * @param machine its name
 * @param datastore where the machine lies
 */
public record DiskUse(String machine, String datastore, DatastorePath disk) {}
