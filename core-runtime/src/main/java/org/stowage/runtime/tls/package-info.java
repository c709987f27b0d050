/**
 * Whom to believe at the other end of a connection. What is decided here holds for the connections
 * it is made for: the JVM's own defaults and properties are neither changed nor, as to host names,
 * needed.
 */
@NullMarked
package org.stowage.runtime.tls;

import org.jspecify.annotations.NullMarked;
