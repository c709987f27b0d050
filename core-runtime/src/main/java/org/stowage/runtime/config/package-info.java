/**
 * The configuration file, {@code stowage.toml}: read strictly, so that a typing error is an error.
 */
@NullMarked
package org.stowage.runtime.config;

import org.jspecify.annotations.NullMarked;
