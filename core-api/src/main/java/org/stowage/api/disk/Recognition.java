package org.stowage.api.disk;

/** How sure a format is that an image is its own, weakest first. The strongest answer wins. */
public enum Recognition {
  /** Not mine. */
  NONE,
  /** Nothing speaks against it: the answer of formats that have no magic number, such as raw. */
  POSSIBLE,
  /** The declared properties or the file name say so, and the bytes do not contradict. */
  DECLARED,
  /** The bytes say so. */
  MAGIC
}
