/** Commands about datastores. */
@NullMarked
package org.stowage.cli.datastore;

import org.jspecify.annotations.NullMarked;
