package org.stowage.testkit.datastore;

import java.io.IOException;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.datastore.DatastorePorts;
import org.stowage.api.disk.DiskImage;

/** An empty datastore whose ports are tested, and the means to look at it from outside. */
public interface PortsUnderTest {

  DatastorePorts ports();

  /**
   * An image that can be read once.
   *
   * @param format {@code raw}, {@code sparse} or {@code streamOptimized}
   * @param content the whole disk; a multiple of 1 MiB
   */
  DiskImage image(String format, byte[] content) throws IOException;

  /** Reads a disk whole, by other means than the ports. */
  byte[] read(DatastorePath disk) throws IOException;
}
