/** The door of the runtime: {@link org.stowage.runtime.Stowage} and what it takes and gives. */
@NullMarked
package org.stowage.runtime;

import org.jspecify.annotations.NullMarked;
