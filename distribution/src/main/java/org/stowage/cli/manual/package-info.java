/**
 * Makes the completions and manual pages from the commands as they are declared. Run by the build;
 * no part of the command, and not in its jar.
 */
@NullMarked
package org.stowage.cli.manual;

import org.jspecify.annotations.NullMarked;
