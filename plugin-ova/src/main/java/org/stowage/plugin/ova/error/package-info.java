/** What can be wrong with an OVA, and how it is said. */
@NullMarked
package org.stowage.plugin.ova.error;

import org.jspecify.annotations.NullMarked;
