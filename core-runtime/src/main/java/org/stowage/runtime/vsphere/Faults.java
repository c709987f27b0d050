package org.stowage.runtime.vsphere;

import com.vmware.vim25.FileFault;
import com.vmware.vim25.InvalidProperty;
import com.vmware.vim25.LocalizableMessage;
import com.vmware.vim25.LocalizedMethodFault;
import com.vmware.vim25.MethodFault;
import com.vmware.vim25.NoPermission;
import java.rmi.RemoteException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.ErrorCode;
import org.stowage.api.StorageException;
import org.stowage.runtime.vsphere.soap.ServerFault;

/**
 * Says in the house's words what a vCenter reports as a fault. The fault's own name and all its
 * messages, those of its causes included, are part of what is said.
 */
final class Faults {

  private record Meaning(ErrorCode code, String remedy) {}

  private static final Meaning UNKNOWN =
      new Meaning(CommonError.IO, "Look into the vCenter's tasks and events, by the operation id.");

  private static final Map<String, Meaning> MEANINGS =
      Map.ofEntries(
          Map.entry(
              "InvalidLogin",
              new Meaning(CommonError.AUTHENTICATION, "Correct host_username and the password.")),
          Map.entry(
              "NotAuthenticated",
              new Meaning(CommonError.AUTHENTICATION, "Run the command again.")),
          Map.entry(
              "NoPermission",
              new Meaning(
                  CommonError.AUTHENTICATION,
                  "Give the user the missing privilege: see stowage doctor.")),
          Map.entry("FileNotFound", new Meaning(CommonError.NOT_FOUND, "")),
          Map.entry("ManagedObjectNotFound", new Meaning(CommonError.NOT_FOUND, "")),
          Map.entry("NotFound", new Meaning(CommonError.NOT_FOUND, "")),
          Map.entry("FileAlreadyExists", new Meaning(CommonError.ALREADY_EXISTS, "")),
          Map.entry("AlreadyExists", new Meaning(CommonError.ALREADY_EXISTS, "")),
          Map.entry(
              "DuplicateName", new Meaning(CommonError.ALREADY_EXISTS, "Choose another name.")),
          Map.entry(
              "NoDiskSpace",
              new Meaning(CommonError.DATASTORE_FULL, "Free space on it, or choose another.")),
          Map.entry(
              "InsufficientStorageSpace",
              new Meaning(CommonError.DATASTORE_FULL, "Free space on it, or choose another.")),
          Map.entry("NotSupported", new Meaning(CommonError.UNSUPPORTED, "")));

  private Faults() {}

  /**
   * What a call that failed comes to.
   *
   * @param what was attempted, on which object
   */
  static StorageException of(String what, RemoteException failure) {
    if (failure instanceof ServerFault fault) {
      return of(what, fault.name(), fault.text(), fault.fault().orElse(null), failure);
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof StorageException known) {
        return new StorageException(
            known.code(), what + ": " + known.getMessage(), known.remedy(), failure);
      }
    }
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return new StorageException(
        CommonError.IO,
        what + ": the connection failed: " + cause.getMessage(),
        "Run the command again.",
        failure);
  }

  /** What the error of a task or a lease comes to. */
  static StorageException of(String what, @Nullable LocalizedMethodFault error) {
    if (error == null) {
      return new StorageException(CommonError.IO, what + ": it failed without a reason", "");
    }
    MethodFault fault = error.getFault();
    String name = fault == null ? "MethodFault" : fault.getClass().getSimpleName();
    String text = error.getLocalizedMessage() == null ? "" : error.getLocalizedMessage();
    return of(what, name, text, fault, fault);
  }

  private static StorageException of(
      String what,
      String name,
      String text,
      @Nullable MethodFault fault,
      @Nullable Throwable cause) {
    Meaning meaning = MEANINGS.getOrDefault(name, UNKNOWN);
    List<String> said = new ArrayList<>();
    say(said, text);
    details(fault, said);
    causes(fault, said);
    String message = what + ": " + name + (said.isEmpty() ? "" : ": " + String.join("; ", said));
    return new VsphereException(meaning.code(), name, message, meaning.remedy(), cause);
  }

  private static void details(@Nullable MethodFault fault, List<String> said) {
    if (fault instanceof NoPermission missing) {
      say(said, "the privilege " + missing.getPrivilegeId() + " is missing");
      if (missing.getObject() != null) {
        say(said, "on " + missing.getObject().getType() + " " + missing.getObject().getVal());
      }
    } else if (fault instanceof FileFault file) {
      say(said, file.getFile());
    } else if (fault instanceof InvalidProperty property) {
      say(said, property.getName());
    }
  }

  /** Causes come as messages, and as faults within faults. */
  private static void causes(@Nullable MethodFault fault, List<String> said) {
    if (fault == null) {
      return;
    }
    if (fault.getFaultMessage() != null) {
      for (LocalizableMessage message : fault.getFaultMessage()) {
        say(said, message.getMessage());
      }
    }
    LocalizedMethodFault cause = fault.getFaultCause();
    if (cause != null) {
      String name = cause.getFault() == null ? "" : cause.getFault().getClass().getSimpleName();
      say(said, "because of " + name + " " + cause.getLocalizedMessage());
      details(cause.getFault(), said);
      causes(cause.getFault(), said);
    }
  }

  private static void say(List<String> said, @Nullable String text) {
    if (text != null && !text.isBlank() && !said.contains(text.strip())) {
      said.add(text.strip());
    }
  }
}
