/**
 * Expands DEFLATE data (RFC 1951) that is wholly in memory, to memory. It takes two thirds of the
 * time that zlib takes, which must be able to stop after any byte and so cannot look far ahead.
 *
 * <p>Words of the RFC: a literal is a byte that stands for itself; a match, of a length and at a
 * distance, repeats what is already there; a code gives each symbol of an alphabet a word of bits.
 */
@NullMarked
package org.stowage.vmdk.inflate;

import org.jspecify.annotations.NullMarked;
