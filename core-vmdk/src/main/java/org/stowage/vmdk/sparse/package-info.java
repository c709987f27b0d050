/** Hosted sparse extents, plain or compressed, read by their grain tables. */
@NullMarked
package org.stowage.vmdk.sparse;

import org.jspecify.annotations.NullMarked;
