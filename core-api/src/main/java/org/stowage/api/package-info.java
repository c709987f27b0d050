/** The contracts a plugin must name: extension points, value types, role ports, error codes. */
@NullMarked
package org.stowage.api;

import org.jspecify.annotations.NullMarked;
