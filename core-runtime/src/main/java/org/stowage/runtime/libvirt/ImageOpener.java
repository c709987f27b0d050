package org.stowage.runtime.libvirt;

import java.io.IOException;
import org.stowage.api.Transfer;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.ImageProperties;

/** Opens images by what people call them. */
@FunctionalInterface
public interface ImageOpener {

  /**
   * @return closed by the caller
   */
  DiskImage open(String image, ImageProperties declared, Transfer transfer) throws IOException;
}
