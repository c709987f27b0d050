/** The bytes of VMDK files: descriptor, extents, and a parallel codec. */
@NullMarked
package org.stowage.vmdk;

import org.jspecify.annotations.NullMarked;
