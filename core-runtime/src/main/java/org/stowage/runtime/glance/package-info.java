/**
 * Images of Glance, OpenStack's image service, as whom and where Keystone, clouds.yaml or the
 * environment say.
 */
@NullMarked
package org.stowage.runtime.glance;

import org.jspecify.annotations.NullMarked;
