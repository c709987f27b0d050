/**
 * A vCenter, or a single ESXi host, as a target. The only place that knows yavijava; the vSphere
 * Web Services API Reference and Programming Guide are the sources of what is done here.
 */
@NullMarked
package org.stowage.runtime.vsphere;

import org.jspecify.annotations.NullMarked;
