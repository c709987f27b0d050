/** The descriptor: the text that says what a VMDK is made of, embedded or in a file of its own. */
@NullMarked
package org.stowage.vmdk.descriptor;

import org.jspecify.annotations.NullMarked;
