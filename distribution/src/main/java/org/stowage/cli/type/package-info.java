/** Values of options: how they are read. */
@NullMarked
package org.stowage.cli.type;

import org.jspecify.annotations.NullMarked;
