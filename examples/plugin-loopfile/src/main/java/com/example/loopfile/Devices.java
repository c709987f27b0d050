package com.example.loopfile;

import java.io.IOException;
import java.nio.file.Path;

/** How a volume's file becomes a device of this host. Every step may be repeated. */
interface Devices {

  /**
   * Returns the path of the device, once it is there.
   *
   * @param id names the device, and does not change while the volume lives
   */
  Path connect(String id, Path file) throws IOException;

  /** Whether any trace of a device is left, also one that a killed run did not name yet. */
  boolean isConnected(String id, Path file) throws IOException;

  /** Returns once the device is gone. */
  void disconnect(String id, Path file) throws IOException;

  /** Lets the device, if there is one, show the size that the file has now. */
  void resized(Path file) throws IOException;

  /** Puts into the file what was written to the device, if there is one. */
  void flush(Path file) throws IOException;
}
