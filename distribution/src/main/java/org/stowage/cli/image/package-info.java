/** Commands about images: {@code image inspect}, {@code convert}, {@code verify}. */
@NullMarked
package org.stowage.cli.image;

import org.jspecify.annotations.NullMarked;
