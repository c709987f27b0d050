/**
 * Makes disk files from content that comes extent by extent.
 *
 * <p>All sinks divide content into grains of 64 KiB, leave out grains that are nothing but zeros,
 * and give the same bytes however the content was cut into extents and however many threads work.
 */
@NullMarked
package org.stowage.vmdk.write;

import org.jspecify.annotations.NullMarked;
