/** Disks of instances on the block volumes of an ephemeral backend. */
@NullMarked
package org.stowage.runtime.ephemeral;

import org.jspecify.annotations.NullMarked;
