package org.stowage.testkit.datastore;

import java.util.List;
import org.stowage.testkit.Broken;

/** Something that a fake gave out and wants closed, once it is used no more. */
final class Handle {

  private final String what;
  private final List<Handle> open;

  /**
   * @param open where it stands until it is closed
   */
  Handle(String what, List<Handle> open) {
    this.what = what;
    this.open = open;
    open.add(this);
  }

  void use() {
    Broken.unless(open.contains(this), "%s is used after it was closed", what);
  }

  /** Idempotent. */
  void close() {
    open.remove(this);
  }

  @Override
  public String toString() {
    return what;
  }
}
