package org.stowage.api.ephemeral;

/** What a volume is to a disk. */
public enum VolumeUse {
  /** It is the disk. */
  DISK,
  /** It is to become the disk: whoever finds it may delete it. */
  UNFINISHED,
  /** A snapshot of the disk before it was resized. */
  BEFORE_RESIZE,
  /** A snapshot of the disk that is being read: whoever finds it may delete it. */
  READING
}
