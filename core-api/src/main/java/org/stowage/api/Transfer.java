package org.stowage.api;

/**
 * What a long-running operation is given: how many threads it may use, whether it is to stop, and
 * where to say how far it is. Safe for use by several threads.
 */
public interface Transfer {

  /** How many threads the operation may keep busy; at least 1. */
  int threads();

  /**
   * Returns when the operation may go on. To be called at least once a second by whoever works or
   * waits; reads from an {@link org.stowage.api.disk.ImageSource} call it by themselves.
   *
   * @throws CancelledException when the operation is to stop
   */
  void checkCancelled() throws CancelledException;

  /**
   * Says how far the operation is. Calls are cheap and may come from any thread.
   *
   * @param doneBytes from 0
   * @param totalBytes the goal, or a negative number when nobody knows it
   */
  void progress(long doneBytes, long totalBytes);
}
