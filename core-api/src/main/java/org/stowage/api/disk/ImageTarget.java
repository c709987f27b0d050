package org.stowage.api.disk;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.util.Optional;

/**
 * Where the bytes of a new image go. Nothing that existed before is overwritten, and what is
 * written counts for nothing until the writer's {@link DiskSink#finish()} or {@link
 * NewPackage#finish} has returned: a target that is a file removes it otherwise.
 */
public interface ImageTarget {

  /** The file name without folders, for descriptors that name themselves. */
  String name();

  /** Opens a forward-only stream; at most one of stream and channel is opened, once. */
  OutputStream open() throws IOException;

  /**
   * Opens a new, empty file for random access, positioned writes by several threads included; empty
   * where only a stream can be had. What is never written reads as zero.
   */
  Optional<FileChannel> openChannel() throws IOException;

  /**
   * A further file of the same image, such as the data file beside a descriptor.
   *
   * @param name a plain file name
   * @throws org.stowage.api.StorageException where only one file can be had
   */
  ImageTarget sibling(String name) throws IOException;
}
