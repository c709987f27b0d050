/** Disks whose extents are files of their own, named in a descriptor. */
@NullMarked
package org.stowage.vmdk.split;

import org.jspecify.annotations.NullMarked;
