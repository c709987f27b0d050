/**
 * The members of a tar archive, found header by header, forward only and with bounded memory.
 *
 * <p>Commons Compress decodes the fields of a header; the walk over them is here because its
 * streams take names and pax records of any length into memory, and because an OVA needs its
 * archive to mean one thing to every tool: what tools read differently is refused.
 */
@NullMarked
package org.stowage.plugin.ova.tar;

import org.jspecify.annotations.NullMarked;
