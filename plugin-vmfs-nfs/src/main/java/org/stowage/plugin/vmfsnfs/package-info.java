/** Datastore types VMFS, NFS and NFS41. */
@NullMarked
package org.stowage.plugin.vmfsnfs;

import org.jspecify.annotations.NullMarked;
