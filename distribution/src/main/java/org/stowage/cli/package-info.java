/** The {@code stowage} command: one class per command, in folders by what they are about. */
@NullMarked
package org.stowage.cli;

import org.jspecify.annotations.NullMarked;
