/** What commands say: results on the standard output, everything else on the standard error. */
@NullMarked
package org.stowage.cli.output;

import org.jspecify.annotations.NullMarked;
