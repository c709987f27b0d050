/**
 * The fence around each plugin: every call into one is watched, timed and counted, and whatever it
 * does against its contract becomes a fault that names the plugin and the operation.
 */
@NullMarked
package org.stowage.runtime.plugin.fence;

import org.jspecify.annotations.NullMarked;
