package org.stowage.cli.instance;

import org.stowage.cli.output.Result;

/** The JSON of destroy on a libvirt host: what is gone. */
record LibvirtGoneResult(String instance, String id) implements Result {

  @Override
  public String text() {
    return instance + " is gone, with its disks";
  }
}
