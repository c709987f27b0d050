/** Calls of the vSphere API over HTTPS: sent, answered, and repeated where that is harmless. */
@NullMarked
package org.stowage.runtime.vsphere.wire;

import org.jspecify.annotations.NullMarked;
