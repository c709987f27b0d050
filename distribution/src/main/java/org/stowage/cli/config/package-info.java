/** Commands about the configuration. */
@NullMarked
package org.stowage.cli.config;

import org.jspecify.annotations.NullMarked;
