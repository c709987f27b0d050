/**
 * What every plugin and every host application has to name: errors, their exit statuses, and the
 * context a long-running operation is given.
 */
@NullMarked
package org.stowage.api;

import org.jspecify.annotations.NullMarked;
