/** What reading and writing do alike: share work while keeping its order, and look for zeros. */
@NullMarked
package org.stowage.vmdk.work;

import org.jspecify.annotations.NullMarked;
