package org.stowage.runtime.vsphere.soap;

import com.vmware.vim25.MethodFault;
import java.rmi.RemoteException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A fault as a server sent it: its name on the wire, its message, and its fields as far as known.
 */
public final class ServerFault extends RemoteException {

  private static final long serialVersionUID = 1;

  private final String name;
  private final String text;
  private final transient @Nullable MethodFault fault;

  /**
   * @param fault null when it came without any field that is known
   */
  public ServerFault(String name, String text, @Nullable MethodFault fault) {
    super(text.isEmpty() ? name : name + ": " + text);
    this.name = name;
    this.text = text;
    this.fault = fault;
  }

  /** The fault's type, such as {@code NoPermission}. */
  public String name() {
    return name;
  }

  /** What the server says of it, in words. */
  public String text() {
    return text;
  }

  public Optional<MethodFault> fault() {
    return Optional.ofNullable(fault);
  }
}
