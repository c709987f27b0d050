package org.stowage.runtime.target;

import java.io.IOException;
import org.stowage.api.Transfer;

/** Runs the instances of a target. Safe for use by several threads. */
public interface Power {

  /**
   * Powers an instance on, and returns when it runs. One that runs already stays as it is.
   *
   * @param instance as {@link Instances} gave it
   * @throws org.stowage.api.StorageException {@code not-found} when it is gone
   */
  void on(Instance instance, Transfer transfer) throws IOException;
}
