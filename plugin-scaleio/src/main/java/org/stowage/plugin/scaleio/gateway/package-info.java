/** The REST API of a ScaleIO gateway, generations 2 to 5. */
@NullMarked
package org.stowage.plugin.scaleio.gateway;

import org.jspecify.annotations.NullMarked;
