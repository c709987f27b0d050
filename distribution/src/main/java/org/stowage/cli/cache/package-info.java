/** Commands about cached images. */
@NullMarked
package org.stowage.cli.cache;

import org.jspecify.annotations.NullMarked;
