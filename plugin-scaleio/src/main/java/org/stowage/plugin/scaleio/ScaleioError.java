package org.stowage.plugin.scaleio;

import static org.stowage.api.ErrorKind.CAPACITY;
import static org.stowage.api.ErrorKind.EXTERNAL;
import static org.stowage.api.ErrorKind.USER;

import org.stowage.api.ErrorCode;
import org.stowage.api.ExitStatus;

/** The failures of ScaleIO arrays and their hosts. Numbers 4000 to 4999. */
public final class ScaleioError {

  public static final ErrorCode UNREACHABLE = external(4001, "gateway-unreachable");
  public static final ErrorCode REFUSED = external(4002, "gateway-refused");
  public static final ErrorCode MALFORMED_ANSWER = external(4003, "gateway-answer-malformed");
  public static final ErrorCode DEVICE_MISSING = external(4004, "device-missing");
  public static final ErrorCode DEVICE_STAYS = external(4005, "device-stays");
  public static final ErrorCode HOST_NOT_READY = external(4006, "host-not-ready");
  public static final ErrorCode POOL_FULL =
      new ErrorCode(4007, "pool-full", CAPACITY, ExitStatus.FAILURE);
  public static final ErrorCode POOL_NOT_PADDED =
      new ErrorCode(4008, "pool-not-padded", USER, ExitStatus.FAILURE);
  public static final ErrorCode SNAPSHOT_LIMIT =
      new ErrorCode(4009, "snapshot-limit", CAPACITY, ExitStatus.FAILURE);

  private ScaleioError() {}

  private static ErrorCode external(int number, String name) {
    return new ErrorCode(number, name, EXTERNAL, ExitStatus.FAILURE);
  }
}
