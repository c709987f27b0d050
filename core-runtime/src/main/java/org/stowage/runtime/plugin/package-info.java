/**
 * Loads plugin jars and hands out the extensions in them. The only place of the core that knows
 * PF4J and Guice.
 *
 * <p>Of PF4J it uses the pieces that read and load a plugin, not its manager: the manager logs
 * failures where they have to be told, and gives plugins a handle on each other.
 */
@NullMarked
package org.stowage.runtime.plugin;

import org.jspecify.annotations.NullMarked;
