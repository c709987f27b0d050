/** The main job: from an image to an instance, planned first, then carried out. */
@NullMarked
package org.stowage.runtime.deploy;

import org.jspecify.annotations.NullMarked;
