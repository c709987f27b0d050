package org.stowage.runtime.vsphere.soap;

import com.vmware.vim25.ManagedObjectReference;
import com.vmware.vim25.ws.Argument;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call of the API.
 *
 * @param method as the API spells it: {@code CloneVM_Task}
 * @param arguments in the order of the WSDL; those whose value is null are not sent
 * @param returnType name of the type that is answered with, {@code []} behind it for an array; null
 *     when nothing is
 */
public record SoapCall(String method, List<Argument> arguments, @Nullable String returnType) {

  public SoapCall {
    arguments = List.copyOf(arguments);
  }

  /** A call on an object. */
  public static SoapCall on(
      ManagedObjectReference object,
      String method,
      @Nullable String returnType,
      Argument... arguments) {
    Argument[] all = new Argument[arguments.length + 1];
    all[0] = new Argument("_this", "ManagedObjectReference", object);
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return new SoapCall(method, List.of(all), returnType);
  }

  /** Method and object, for people; never the arguments, which may hold a password. */
  @Override
  public String toString() {
    for (Argument argument : arguments) {
      if (argument.getName().equals("_this")
          && argument.getValue() instanceof ManagedObjectReference object) {
        return method + " on " + object;
      }
    }
    return method;
  }
}
