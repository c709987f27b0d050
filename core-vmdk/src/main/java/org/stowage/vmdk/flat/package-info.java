/** Storage that is the disk's own bytes, or nothing at all. */
@NullMarked
package org.stowage.vmdk.flat;

import org.jspecify.annotations.NullMarked;
