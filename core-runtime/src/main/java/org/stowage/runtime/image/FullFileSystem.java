package org.stowage.runtime.image;

import java.io.IOException;
import java.util.Locale;

/** Tells a full file system from other failures. */
public final class FullFileSystem {

  private FullFileSystem() {}

  /** Whether the file system has no room; the JDK tells so by the system's message alone. */
  public static boolean isCauseOf(IOException failure) {
    String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    return message.contains("no space left") || message.contains("quota exceeded");
  }
}
