package org.stowage.runtime.placement;

import org.jspecify.annotations.Nullable;
import org.stowage.api.datastore.DatastoreInfo;
import org.stowage.api.datastore.DatastoreType;

/**
 * A datastore that placement looks at.
 *
 * @param type null when no plugin serves the datastore's type
 * @param cached what it has of the image
 */
public record Candidate(DatastoreInfo info, @Nullable DatastoreType type, Cached cached) {}
