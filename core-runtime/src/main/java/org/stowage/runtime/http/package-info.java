/**
 * HTTP as files come over it: connections that explain their failures, bytes that are asked for
 * again from where they broke off, images read so.
 */
@NullMarked
package org.stowage.runtime.http;

import org.jspecify.annotations.NullMarked;
