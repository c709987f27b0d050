package org.stowage.runtime.image;

import java.io.Closeable;
import java.io.IOException;
import org.stowage.api.Transfer;

/** Holds an image to what is promised of its file. Closed with the image. */
interface PromiseCheck extends Closeable {

  /** To be called before the content is read. */
  void beforeReading(Transfer transfer) throws IOException;

  /**
   * To be called when the content was read, and before anybody counts on it.
   *
   * @throws org.stowage.api.StorageException {@code integrity} when the promise is broken
   */
  void afterReading(Transfer transfer) throws IOException;
}
