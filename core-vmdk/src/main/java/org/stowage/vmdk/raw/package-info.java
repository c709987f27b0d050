/**
 * Images without a header: the disk's bytes, or the flat extent of a VMDK without its descriptor.
 */
@NullMarked
package org.stowage.vmdk.raw;

import org.jspecify.annotations.NullMarked;
