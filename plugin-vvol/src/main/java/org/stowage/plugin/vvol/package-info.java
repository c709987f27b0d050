/** Datastore type VVol and its capacity rule. */
@NullMarked
package org.stowage.plugin.vvol;

import org.jspecify.annotations.NullMarked;
