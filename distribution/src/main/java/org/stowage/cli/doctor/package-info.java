/** {@code stowage doctor}. */
@NullMarked
package org.stowage.cli.doctor;

import org.jspecify.annotations.NullMarked;
