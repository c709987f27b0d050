package org.stowage.runtime.config;

import java.util.Arrays;
import java.util.Optional;

/** By what placement chooses among the datastores that can take an instance. */
public enum PlacementMode {
  /** One that caches the image, then one where least has to be moved; among equals, even fill. */
  BALANCED("balanced"),

  /** The one with the most free space, whatever it caches. */
  MOST_FREE("most-free"),

  /** None but the one that was named, or those that cache the image. */
  PINNED("pinned");

  private final String id;

  PlacementMode(String id) {
    this.id = id;
  }

  /** As options and files spell it. */
  public String id() {
    return id;
  }

  /** The mode that is spelt so; empty for other words. */
  public static Optional<PlacementMode> named(String id) {
    return Arrays.stream(values()).filter(mode -> mode.id.equals(id)).findFirst();
  }
}
