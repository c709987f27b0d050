/** Open images: what is known of a disk, its content, and its own bytes. */
@NullMarked
package org.stowage.vmdk.image;

import org.jspecify.annotations.NullMarked;
