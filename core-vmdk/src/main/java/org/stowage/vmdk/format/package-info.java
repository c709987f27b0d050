/**
 * The records of the VMDK format, both ways: what readers decode and writers encode.
 *
 * <p>Sources: VMware Virtual Disk Format 5.0 (the "technote"), and files from VMware, VirtualBox,
 * qemu, open-vmdk and vmdktool where they differ from it. All binary fields are little-endian; a
 * sector is 512 bytes.
 */
@NullMarked
package org.stowage.vmdk.format;

import org.jspecify.annotations.NullMarked;
