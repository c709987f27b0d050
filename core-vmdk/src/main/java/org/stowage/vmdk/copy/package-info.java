/**
 * Moves content from extents to a sink: one thread reads and writes, the others expand grains and
 * look for zeros, and order is kept. Memory is a few MiB, whatever the size of the disk.
 */
@NullMarked
package org.stowage.vmdk.copy;

import org.jspecify.annotations.NullMarked;
