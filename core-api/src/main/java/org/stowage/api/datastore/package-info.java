/**
 * How bytes land: datastore types, and the role ports through which a plugin reaches a datastore.
 *
 * <p>A plugin never learns whether a port leads to a vCenter or to a folder on this machine.
 */
@NullMarked
package org.stowage.api.datastore;

import org.jspecify.annotations.NullMarked;
