/** Archives for tests: tar byte by byte, honest or hostile, and OVAs made of it. */
@NullMarked
package org.stowage.testkit.ova;

import org.jspecify.annotations.NullMarked;
