/**
 * The container format OVA: a tar archive with an OVF descriptor, the disks it names, and perhaps a
 * manifest of digests and a certificate over it. An OVA opens to its root disk; nothing of it is
 * ever unpacked.
 *
 * <p>{@link org.stowage.plugin.ova.OvaFormat} is the extension. Of its rooms, {@code tar} finds the
 * members, {@code ovf} finds the root disk among them, and {@code manifest} compares their digests.
 */
@NullMarked
package org.stowage.plugin.ova;

import org.jspecify.annotations.NullMarked;
