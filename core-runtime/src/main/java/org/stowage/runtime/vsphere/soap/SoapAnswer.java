package org.stowage.runtime.vsphere.soap;

import com.vmware.vim25.MethodFault;
import org.jspecify.annotations.Nullable;

/** What a call is answered with. */
public sealed interface SoapAnswer {

  /**
   * The call succeeded.
   *
   * @param value null when the answer holds none
   */
  record Returned(@Nullable Object value) implements SoapAnswer {}

  /**
   * The call failed.
   *
   * @param name the API's name of the fault, {@code NoPermission}, or the fault code of SOAP when
   *     the answer does not say more
   * @param message what the server says in words; may be empty
   * @param detail the fault; of a supertype when yavijava does not know its type; null when the
   *     answer holds none
   */
  record Faulted(String name, String message, @Nullable MethodFault detail) implements SoapAnswer {}
}
