package org.stowage.runtime.vsphere;

import org.jspecify.annotations.Nullable;
import org.stowage.api.ErrorCode;
import org.stowage.api.StorageException;

/** A vCenter said no, by a fault of some name. */
final class VsphereException extends StorageException {

  private static final long serialVersionUID = 1;

  private final String fault;

  VsphereException(
      ErrorCode code, String fault, String message, String remedy, @Nullable Throwable cause) {
    super(code, message, remedy, cause);
    this.fault = fault;
  }

  /** The fault's name on the wire, such as {@code FileNotFound}. */
  String fault() {
    return fault;
  }
}
