package org.stowage.runtime.target;

import java.io.IOException;
import org.stowage.api.datastore.DatastorePath;

/** An empty target of two datastores, and the means to look at it from outside. */
public interface TargetUnderTest {

  Target target();

  /** Another object for the same target, as another process would have. */
  Target again();

  /** The names of the two datastores, in order. */
  String first();

  String second();

  /** Reads a disk whole, parents included, by other means than the target's. */
  byte[] read(DatastorePath disk) throws IOException;
}
