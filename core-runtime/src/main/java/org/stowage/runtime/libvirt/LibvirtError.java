package org.stowage.runtime.libvirt;

import org.stowage.api.ErrorCode;
import org.stowage.api.ErrorKind;
import org.stowage.api.ExitStatus;

/** What goes wrong with a libvirt host. Numbers 5150 to 5199. */
public final class LibvirtError {

  /** libvirt refuses; its own words stand in the message. */
  public static final ErrorCode REFUSED =
      new ErrorCode(5150, "libvirt-refused", ErrorKind.EXTERNAL, ExitStatus.FAILURE);

  private LibvirtError() {}
}
