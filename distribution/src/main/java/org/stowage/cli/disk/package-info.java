/** Commands about the disks of instances on block volumes: disk create, list, connect and so on. */
@NullMarked
package org.stowage.cli.disk;

import org.jspecify.annotations.NullMarked;
