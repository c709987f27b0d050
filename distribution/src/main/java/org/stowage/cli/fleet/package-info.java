/** The command about many instances at once: apply. */
@NullMarked
package org.stowage.cli.fleet;

import org.jspecify.annotations.NullMarked;
