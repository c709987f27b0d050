/**
 * Instances on a libvirt host, whose disks are volumes of an ephemeral backend. What an instance
 * is, libvirt keeps; what disks it has, the array. So there is nothing here that could disagree
 * with either.
 */
@NullMarked
package org.stowage.runtime.libvirt;

import org.jspecify.annotations.NullMarked;
