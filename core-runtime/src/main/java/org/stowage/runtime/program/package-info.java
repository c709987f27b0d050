/** Programs of this host that do what no library does. */
@NullMarked
package org.stowage.runtime.program;

import org.jspecify.annotations.NullMarked;
