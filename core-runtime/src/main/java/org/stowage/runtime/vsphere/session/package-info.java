/**
 * Working with one vCenter, or one ESXi host, as one user.
 *
 * <p>One {@link org.stowage.runtime.vsphere.session.Session} serves one command, with an operation
 * id of its own. Nothing is sent before it is used; the first use logs in, closing logs out.
 *
 * <pre>{@code
 * try (Session session = new Session(endpoint, retries, "stowage-1a2b3c4d")) {
 *   session.call(
 *       "create the folder [ds1] web",
 *       stub -> {
 *         stub.makeDirectory(session.content().getFileManager(), "[ds1] web", datacenter, true);
 *         return true;
 *       });
 * }
 * }</pre>
 *
 * <p>Calls are those of yavijava's stub. What goes wrong in them is a {@link
 * org.stowage.api.StorageException}: a {@link
 * org.stowage.runtime.vsphere.fault.VsphereFaultException} when the server says so. Transfers
 * outside the API go through {@link org.stowage.runtime.vsphere.session.Session#connection}.
 */
@NullMarked
package org.stowage.runtime.vsphere.session;

import org.jspecify.annotations.NullMarked;
