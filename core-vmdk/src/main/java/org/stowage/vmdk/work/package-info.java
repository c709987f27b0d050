/** Work that several threads share while its order is kept. */
@NullMarked
package org.stowage.vmdk.work;

import org.jspecify.annotations.NullMarked;
