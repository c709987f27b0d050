/** Container format OVA: tar, OVF descriptor, manifest, certificate. */
@NullMarked
package org.stowage.plugin.ova;

import org.jspecify.annotations.NullMarked;
