/** The {@code stowage} command. */
@NullMarked
package org.stowage.cli;

import org.jspecify.annotations.NullMarked;
