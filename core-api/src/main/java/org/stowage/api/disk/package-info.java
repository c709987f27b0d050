/**
 * What bytes mean: formats, the images they open to, and the sources and targets of bytes.
 *
 * <p>All offsets and sizes are in bytes unless the name says otherwise. A sector is 512 bytes.
 */
@NullMarked
package org.stowage.api.disk;

import org.jspecify.annotations.NullMarked;
