/** Commands about instances that change their libvirt host. */
@NullMarked
package org.stowage.cli.migrate;

import org.jspecify.annotations.NullMarked;
