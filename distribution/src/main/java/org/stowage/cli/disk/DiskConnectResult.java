package org.stowage.cli.disk;

import org.stowage.cli.output.Result;

/** The JSON of disk connect. */
record DiskConnectResult(String instance, String disk, String blockPath, String libvirtDiskXml)
    implements Result {

  @Override
  public String text() {
    return disk + " of " + instance + " is " + blockPath;
  }
}
