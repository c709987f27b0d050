package org.stowage.api;

/** Who can do something about an error. */
public enum ErrorKind {
  /** The request itself: a wrong name, a size that no rule allows, a missing option. */
  USER,
  /** The bytes that were given: damaged, hostile or contradictory images and descriptors. */
  INPUT,
  /** Not enough room, or no place that satisfies the rules. */
  CAPACITY,
  /** Something outside this process: a server, a network, a file system. */
  EXTERNAL,
  /** A fault in Stowage or in a plugin. */
  INTERNAL
}
