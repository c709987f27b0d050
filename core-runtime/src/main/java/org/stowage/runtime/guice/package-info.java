/** For hosts that are wired by Guice. Nobody else needs it. */
@NullMarked
package org.stowage.runtime.guice;

import org.jspecify.annotations.NullMarked;
