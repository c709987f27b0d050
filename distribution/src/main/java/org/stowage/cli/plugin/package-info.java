/** Commands about plugins. */
@NullMarked
package org.stowage.cli.plugin;

import org.jspecify.annotations.NullMarked;
