/** A vCenter for tests: govmomi's simulator, with datastores whose disks are real. */
@NullMarked
package org.stowage.testkit.lab;

import org.jspecify.annotations.NullMarked;
