package org.stowage.runtime.vsphere.fault;

import java.util.Set;
import org.stowage.api.CommonError;
import org.stowage.api.ErrorCode;
import org.stowage.api.ErrorKind;
import org.stowage.api.ExitStatus;
import org.stowage.api.StorageException;

/**
 * What goes wrong with a vCenter or an ESXi host, apart from what {@link
 * org.stowage.api.CommonError} has words for. Numbers 5100 to 5149.
 */
public final class VsphereError {

  /** Nobody answers there: unknown name, refused, no route, too slow to connect. */
  public static final ErrorCode UNREACHABLE = code(5101, "vsphere-unreachable");

  /** A call, a task or a wait took longer than it may. */
  public static final ErrorCode TIMED_OUT = code(5102, "vsphere-timed-out");

  /** The connection ended before the answer did. */
  public static final ErrorCode CONNECTION_LOST = code(5103, "vsphere-connection-lost");

  /** What answers does not speak the API. */
  public static final ErrorCode ANSWER = code(5104, "vsphere-answer");

  /** The server, or a proxy before it, takes no more calls for now. */
  public static final ErrorCode OVERLOADED = code(5105, "vsphere-overloaded");

  /** The object is in use by something else; later it may be free. */
  public static final ErrorCode BUSY = code(5106, "vsphere-busy");

  /** vCenter does not reach an ESXi host, or a host its datastore. */
  public static final ErrorCode HOST_UNREACHABLE = code(5107, "vsphere-host-unreachable");

  /** The user may not do that. */
  public static final ErrorCode NO_PERMISSION =
      new ErrorCode(5108, "vsphere-no-permission", ErrorKind.USER, ExitStatus.AUTHENTICATION);

  /** Any other fault of the API. */
  public static final ErrorCode FAULT = code(5109, "vsphere-fault");

  private static final Set<ErrorCode> MEANT =
      Set.of(NO_PERMISSION, OVERLOADED, CommonError.AUTHENTICATION, CommonError.NOT_FOUND);

  private VsphereError() {}

  /**
   * Whether what failed so may succeed when it is done again at once. Neither what was refused for
   * good may, nor what had been tried often enough, or long enough, when it failed.
   */
  public static boolean mayPass(StorageException failure) {
    return failure.code().equals(CONNECTION_LOST)
        || failure instanceof VsphereFaultException fault && !MEANT.contains(fault.code());
  }

  private static ErrorCode code(int number, String name) {
    return new ErrorCode(number, name, ErrorKind.EXTERNAL, ExitStatus.FAILURE);
  }
}
