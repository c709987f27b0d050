/**
 * Pieces of a disk and where they are kept: what all kinds of storage (sparse, flat, split,
 * chained) look like to whoever copies a disk.
 */
@NullMarked
package org.stowage.vmdk.extent;

import org.jspecify.annotations.NullMarked;
