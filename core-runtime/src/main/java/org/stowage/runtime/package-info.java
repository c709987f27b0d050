/** The runtime: loads plugins, places images, keeps the cache, deploys. */
@NullMarked
package org.stowage.runtime;

import org.jspecify.annotations.NullMarked;
