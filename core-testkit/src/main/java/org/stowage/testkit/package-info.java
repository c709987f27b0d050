/** Contract suites for the extension points, strict fakes of the ports, and test peers. */
@NullMarked
package org.stowage.testkit;

import org.jspecify.annotations.NullMarked;
