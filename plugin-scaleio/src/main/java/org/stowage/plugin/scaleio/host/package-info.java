/** The host's side of ScaleIO: its SDC, and the devices of volumes that are mapped to it. */
@NullMarked
package org.stowage.plugin.scaleio.host;

import org.jspecify.annotations.NullMarked;
