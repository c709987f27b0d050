/** Makes a datastore something that can be taken away: nothing elsewhere stands on it. */
@NullMarked
package org.stowage.runtime.evacuation;

import org.jspecify.annotations.NullMarked;
