/**
 * The vSphere API's SOAP on the wire: yavijava's calls and data types in and out of XML, over the
 * JDK's HTTP client. yavijava asks for a {@code Client}; ours takes responses of any version,
 * leaves the JVM's defaults alone, and sends each call once.
 */
@NullMarked
package org.stowage.runtime.vsphere.soap;

import org.jspecify.annotations.NullMarked;
