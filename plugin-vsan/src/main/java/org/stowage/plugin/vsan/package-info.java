/** Datastore type vSAN and its object namespaces. */
@NullMarked
package org.stowage.plugin.vsan;

import org.jspecify.annotations.NullMarked;
