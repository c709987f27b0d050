/**
 * What every kind of target offers to placement, cache and deployment: datastores, instances, and
 * claims that keep several deployers apart. The only place where the runtime's two halves meet:
 * what is decided on one side, folders or a vCenter on the other.
 */
@NullMarked
package org.stowage.runtime.target;

import org.jspecify.annotations.NullMarked;
