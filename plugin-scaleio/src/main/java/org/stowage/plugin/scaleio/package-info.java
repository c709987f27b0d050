/** Ephemeral block volumes on ScaleIO. */
@NullMarked
package org.stowage.plugin.scaleio;

import org.jspecify.annotations.NullMarked;
