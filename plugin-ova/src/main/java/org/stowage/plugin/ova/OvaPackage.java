package org.stowage.plugin.ova;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.stowage.api.disk.ImageSource;
import org.stowage.api.disk.Problem;
import org.stowage.plugin.ova.ovf.RootDisk;

/** An OVA whose descriptor was read and whose root disk was found, but not read. */
sealed interface OvaPackage extends Closeable permits IndexedPackage, StreamedPackage {

  RootDisk rootDisk();

  /** The bytes of the root disk as they are stored, in gzip perhaps; chunks as one. */
  ImageSource disk();

  /** What the manifest promises of the disk as one file, as {@code sha256:<hex>}. */
  Optional<String> promisedDigest();

  List<Problem> problems();

  /**
   * Checks the descriptor and the disk against the manifest. Reads what is left of the disk, and
   * nothing else where it need not.
   */
  void checkDisk() throws IOException;

  /** Checks all members that the manifest names. */
  void checkEverything() throws IOException;
}
