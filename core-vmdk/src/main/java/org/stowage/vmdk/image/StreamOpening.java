package org.stowage.vmdk.image;

import java.io.IOException;
import java.io.InputStream;

/** Opens a file from its first byte on. */
@FunctionalInterface
public interface StreamOpening {

  /** Opens a stream, which is closed by whoever asked for it. */
  InputStream open() throws IOException;
}
