/** For those who write a disk format: the contract as a test suite. */
@NullMarked
package org.stowage.testkit.disk;

import org.jspecify.annotations.NullMarked;
