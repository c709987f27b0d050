/** Many instances at once: lists of them, and the deployment of those that are missing. */
@NullMarked
package org.stowage.runtime.fleet;

import org.jspecify.annotations.NullMarked;
