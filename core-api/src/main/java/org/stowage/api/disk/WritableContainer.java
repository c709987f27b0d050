package org.stowage.api.disk;

import java.io.IOException;

/**
 * Role of a {@link DiskFormat} that is a container and can make packages of one machine with one
 * disk. It does not make the disk: whoever has its bytes writes them into the package, be it a
 * {@link WritableFormat} or a server that exports.
 */
public interface WritableContainer extends DiskFormat {

  /**
   * Starts a new package. The same machine and disk give the same bytes.
   *
   * @param target where the package goes; opened by this method, closed with the package
   * @return a package whose {@link NewPackage#finish} completes it
   * @throws org.stowage.api.StorageException {@code unsupported} when packages of this kind cannot
   *     hold disks of that format, or the target offers no random access and the container needs it
   */
  NewPackage begin(PackagedMachine machine, ImageTarget target) throws IOException;
}
