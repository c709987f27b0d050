/** Which datastore an image goes to, and why not to the others. Decides on values; does no I/O. */
@NullMarked
package org.stowage.runtime.placement;

import org.jspecify.annotations.NullMarked;
