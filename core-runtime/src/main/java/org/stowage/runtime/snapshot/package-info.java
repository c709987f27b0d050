/** Takes the disks of instances out of a target, into files of this machine. */
@NullMarked
package org.stowage.runtime.snapshot;

import org.jspecify.annotations.NullMarked;
