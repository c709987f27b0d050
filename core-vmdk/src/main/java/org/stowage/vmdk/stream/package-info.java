/**
 * Stream-optimized files read from their first byte to their last: grains are taken as their
 * markers come, and at the end the tables must agree with what came.
 */
@NullMarked
package org.stowage.vmdk.stream;

import org.jspecify.annotations.NullMarked;
