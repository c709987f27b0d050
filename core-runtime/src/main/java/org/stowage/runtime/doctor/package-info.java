/**
 * What {@code stowage doctor} finds out about a target before anybody deploys to it. Checks change
 * nothing that stays. What is special to a kind of target is in that target's own package.
 */
@NullMarked
package org.stowage.runtime.doctor;

import org.jspecify.annotations.NullMarked;
