/**
 * Base disks that images became, one per image and datastore, in the layout Nova uses: {@code
 * _vmware_base/<image-id>/<image-id>.vmdk}, and {@code <image-id>.<GiB>.vmdk} for sized ones.
 */
@NullMarked
package org.stowage.runtime.cache;

import org.jspecify.annotations.NullMarked;
