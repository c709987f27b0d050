package org.stowage.api.disk;

import java.io.Closeable;
import java.io.IOException;
import java.util.OptionalLong;

/**
 * A package that is being made by a {@link WritableContainer}.
 *
 * <p>Whoever began it has the disk's file written to {@link #disk()}, calls {@link #finish} and
 * then {@link #close()}; a close without finish discards the package. Not safe for use by several
 * threads.
 */
public interface NewPackage extends Closeable {

  /**
   * Where the disk's file goes, named as the file in the package. It takes a stream only, opened
   * once, and closed before {@link #finish}; no byte of it is kept anywhere but in the package.
   */
  ImageTarget disk();

  /**
   * Completes the package: everything is stored and durable when this returns. Called once, after
   * the stream of {@link #disk()} was closed.
   *
   * @param populatedBytes how much of the disk's capacity holds data; empty when nobody knows
   */
  void finish(OptionalLong populatedBytes) throws IOException;

  /**
   * Releases everything; discards the package when {@link #finish} has not returned. Idempotent.
   */
  @Override
  void close() throws IOException;
}
