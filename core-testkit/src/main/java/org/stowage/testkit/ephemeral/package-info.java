/** What every ephemeral backend must do. */
@NullMarked
package org.stowage.testkit.ephemeral;

import org.jspecify.annotations.NullMarked;
