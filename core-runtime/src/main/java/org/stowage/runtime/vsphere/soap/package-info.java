/**
 * What travels between us and the vSphere API, and yavijava's data objects, turned into each other.
 *
 * <p>The API's messages are SOAP 1.1, document/literal, in the namespace {@code urn:vim25}, as the
 * WSDL of the vSphere Web Services SDK describes them. yavijava knows the types of version 6.0;
 * what newer servers say beyond that is passed over, see {@link
 * org.stowage.runtime.vsphere.soap.SoapDecoder}.
 */
@NullMarked
package org.stowage.runtime.vsphere.soap;

import org.jspecify.annotations.NullMarked;
