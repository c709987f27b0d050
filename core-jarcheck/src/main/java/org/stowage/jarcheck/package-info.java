/** For those who ship a plugin: what must hold of its jar, as a test suite. */
@NullMarked
package org.stowage.jarcheck;

import org.jspecify.annotations.NullMarked;
