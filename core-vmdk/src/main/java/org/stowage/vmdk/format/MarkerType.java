package org.stowage.vmdk.format;

import org.jspecify.annotations.Nullable;

/** What follows a metadata marker. */
public enum MarkerType {
  END_OF_STREAM(0),
  GRAIN_TABLE(1),
  GRAIN_DIRECTORY(2),
  FOOTER(3),
  /** Written by open-vmdk alone; says nothing about the disk. */
  PROGRESS(4);

  private final int number;

  MarkerType(int number) {
    this.number = number;
  }

  /** The number in the file. */
  public int number() {
    return number;
  }

  static @Nullable MarkerType numbered(int number) {
    return number >= 0 && number < values().length ? values()[number] : null;
  }
}
