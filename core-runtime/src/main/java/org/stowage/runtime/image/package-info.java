/** Images: where their bytes come from, which format they are in, and making others of them. */
@NullMarked
package org.stowage.runtime.image;

import org.jspecify.annotations.NullMarked;
