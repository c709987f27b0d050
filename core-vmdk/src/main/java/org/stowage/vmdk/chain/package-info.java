/** Linked children: disks that keep only what differs from a parent. */
@NullMarked
package org.stowage.vmdk.chain;

import org.jspecify.annotations.NullMarked;
