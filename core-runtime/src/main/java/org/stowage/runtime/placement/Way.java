package org.stowage.runtime.placement;

/** How an instance comes by its disk; the less has to be moved, the better. */
public enum Way {
  /** The image is read from its source and becomes a base disk here. */
  IMPORTED("imported"),

  /** The server copies the base disk of another datastore. */
  COPIED("copied"),

  /** A linked clone on the base disk of another datastore. */
  LINKED("linked"),

  /** The base disk is here already. */
  CACHED("cached");

  private final String id;

  Way(String id) {
    this.id = id;
  }

  /** As people and programs are shown it. */
  public String id() {
    return id;
  }
}
