/** The manifest of an OVA, the digests of members as they pass, and the certificate over it. */
@NullMarked
package org.stowage.plugin.ova.manifest;

import org.jspecify.annotations.NullMarked;
