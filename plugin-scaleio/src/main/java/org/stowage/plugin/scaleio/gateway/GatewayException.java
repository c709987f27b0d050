package org.stowage.plugin.scaleio.gateway;

import org.stowage.api.ErrorCode;
import org.stowage.api.StorageException;

/** The gateway, or the array behind it, refused a call. */
public final class GatewayException extends StorageException {

  private static final long serialVersionUID = 1L;

  private final ArrayCode arrayCode;

  GatewayException(ErrorCode code, ArrayCode arrayCode, String message, String remedy) {
    super(code, message, remedy);
    this.arrayCode = arrayCode;
  }

  /** What the array's own error means. */
  public ArrayCode arrayCode() {
    return arrayCode;
  }

  /** Whether the array's own error is one of these. */
  public boolean is(ArrayCode... codes) {
    for (ArrayCode each : codes) {
      if (each == arrayCode) {
        return true;
      }
    }
    return false;
  }
}
