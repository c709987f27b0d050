package org.stowage.runtime.target;

import java.io.IOException;
import org.stowage.api.datastore.DatastorePath;

/** An empty target, two datastores of it, and the means to look at it from outside. */
public interface TargetUnderTest {

  Target target();

  /** Another object for the same target, as another process would have. */
  Target again();

  /** Their names, in order. */
  String first();

  String second();

  /** Whether linked clones may be larger than their base. */
  boolean growsLinkedClones();

  /** Puts something that is no instance where an instance of this name would be. */
  void occupy(String name) throws IOException;

  /** Reads a disk whole, parents included, by other means than the target's. */
  byte[] read(DatastorePath disk) throws IOException;
}
