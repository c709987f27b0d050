package org.stowage.plugin.ova;

import java.nio.file.Path;
import org.stowage.testkit.FileImageSource;

/** The two ways an archive is read. */
enum Access {
  FILE,
  STREAM;

  FileImageSource source(Path archive) {
    return this == FILE ? FileImageSource.of(archive) : FileImageSource.pureStream(archive);
  }
}
