package org.stowage.vmdk.extent;

import java.io.IOException;

/**
 * A stretch of a disk that has been checked as far as its metadata goes, and can be read as often
 * as one likes. Holds no open file.
 */
public interface Extent {

  /** Positive; not always whole sectors, as raw files may end within one. */
  long lengthBytes();

  /** Starts a pass over the content; closed by the caller. */
  ExtentCursor open() throws IOException;
}
