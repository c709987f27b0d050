package org.stowage.runtime.placement;

import org.stowage.api.datastore.DatastoreTraits;
import org.stowage.api.datastore.Landing;

/**
 * What a type of datastores demands, and what it says to the image; asked for once, however many
 * datastores are of the type.
 */
record TypeRule(DatastoreTraits traits, Landing landing) {}
