package org.stowage.runtime.vsphere.fault;

import com.vmware.vim25.LocalizedMethodFault;
import com.vmware.vim25.MethodFault;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stowage.api.StorageException;

/**
 * The server carried out a call, or a task, and says that it failed.
 *
 * <p>The message has the fault's name in the API and the server's own words, with those of all that
 * caused it; code and remedy are of the nearest type of fault that has a meaning here.
 */
public final class VsphereFaultException extends StorageException {

  private static final long serialVersionUID = 1L;

  private final String name;
  private final String words;
  private final @Nullable MethodFault fault;

  private VsphereFaultException(
      String attempted, String name, String words, @Nullable MethodFault fault) {
    super(
        FaultMeaning.of(name, fault).code(),
        attempted + ": " + words,
        FaultMeaning.of(name, fault).remedy());
    this.name = name;
    this.words = words;
    this.fault = fault;
  }

  /**
   * @param attempted what was attempted, on which object: {@code "creating the folder [ds1] web"}
   * @param name the API's name of the fault
   * @param message the server's words; may be empty
   * @param fault what is known of it; null when that is nothing
   */
  public static VsphereFaultException of(
      String attempted, String name, String message, @Nullable MethodFault fault) {
    return new VsphereFaultException(attempted, name, FaultText.of(name, message, fault), fault);
  }

  /**
   * The failure of a task, a lease, or a property that could not be read.
   *
   * @param located null when the server keeps the reason to itself
   */
  public static VsphereFaultException of(String attempted, @Nullable LocalizedMethodFault located) {
    if (located == null) {
      return of(attempted, "MethodFault", "it failed without a reason", null);
    }
    String message = located.getLocalizedMessage();
    return of(
        attempted, FaultText.nameOf(located), message == null ? "" : message, located.getFault());
  }

  /** The same failure, told as what somebody else attempted. */
  public VsphereFaultException during(String attempted) {
    return new VsphereFaultException(attempted, name, words, fault);
  }

  /** The API's name of the fault: {@code NoPermission}. */
  public String name() {
    return name;
  }

  /** Name, message, details and causes of the fault, without what was attempted. */
  public String words() {
    return words;
  }

  /** The fault, if it is one of a type or of a subtype. */
  public <T extends MethodFault> Optional<T> fault(Class<T> type) {
    return type.isInstance(fault) ? Optional.of(type.cast(fault)) : Optional.empty();
  }
}
