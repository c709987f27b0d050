/** Block volumes that hold the disks of instances on hypervisor hosts. */
@NullMarked
package org.stowage.api.ephemeral;

import org.jspecify.annotations.NullMarked;
