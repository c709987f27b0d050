/** The log, which is silent unless something asks for attention or -v was given. */
@NullMarked
package org.stowage.cli.log;

import org.jspecify.annotations.NullMarked;
