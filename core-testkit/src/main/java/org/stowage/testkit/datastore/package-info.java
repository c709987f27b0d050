/**
 * For those who write a datastore type, or a target: the contracts as test suites, and a datastore
 * in memory that insists on them.
 */
@NullMarked
package org.stowage.testkit.datastore;

import org.jspecify.annotations.NullMarked;
