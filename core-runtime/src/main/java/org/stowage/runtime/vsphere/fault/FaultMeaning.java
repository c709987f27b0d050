package org.stowage.runtime.vsphere.fault;

import static java.util.Map.entry;

import com.vmware.vim25.MethodFault;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.ErrorCode;

/**
 * What a fault of the API means here, and what to do about it.
 *
 * @param remedy empty when there is nothing to advise
 */
record FaultMeaning(ErrorCode code, String remedy) {

  private static final String FREE_SPACE = "Free space there, or choose another datastore.";
  private static final String LATER =
      "Wait until what uses it is done, then run the command again.";

  /** By the API's names. What is not here means what its nearest supertype means. */
  private static final Map<String, FaultMeaning> MEANINGS =
      Map.ofEntries(
          entry(
              "InvalidLogin",
              new FaultMeaning(
                  CommonError.AUTHENTICATION,
                  "Check the user name, with its domain as in administrator@vsphere.local, and the"
                      + " password.")),
          entry(
              "NotAuthenticated",
              new FaultMeaning(
                  CommonError.AUTHENTICATION,
                  "The server ended the session; run the command again.")),
          entry(
              "NoPermission",
              new FaultMeaning(
                  VsphereError.NO_PERMISSION,
                  "Give the user a role with that privilege on that object, or log in as somebody"
                      + " who has one.")),
          entry(
              "RestrictedVersion",
              new FaultMeaning(
                  VsphereError.NO_PERMISSION,
                  "The licence of this host lets nobody change anything through the API; use a"
                      + " vCenter, or a host with another licence.")),
          entry("FileNotFound", new FaultMeaning(CommonError.NOT_FOUND, "")),
          entry("NotFound", new FaultMeaning(CommonError.NOT_FOUND, "")),
          entry(
              "ManagedObjectNotFound",
              new FaultMeaning(
                  CommonError.NOT_FOUND,
                  "Somebody removed the object meanwhile; run the command again.")),
          entry("FileAlreadyExists", new FaultMeaning(CommonError.ALREADY_EXISTS, "")),
          entry("AlreadyExists", new FaultMeaning(CommonError.ALREADY_EXISTS, "")),
          entry("DuplicateName", new FaultMeaning(CommonError.ALREADY_EXISTS, "")),
          entry("NoDiskSpace", new FaultMeaning(CommonError.DATASTORE_FULL, FREE_SPACE)),
          entry(
              "InsufficientStorageSpace", new FaultMeaning(CommonError.DATASTORE_FULL, FREE_SPACE)),
          entry("NotSupported", new FaultMeaning(CommonError.UNSUPPORTED, "")),
          entry("NotImplemented", new FaultMeaning(CommonError.UNSUPPORTED, "")),
          entry("MethodNotFound", new FaultMeaning(CommonError.UNSUPPORTED, "")),
          entry("InvalidName", new FaultMeaning(CommonError.NOT_ALLOWED, "Choose another name.")),
          entry("FileLocked", new FaultMeaning(VsphereError.BUSY, LATER)),
          entry("ResourceInUse", new FaultMeaning(VsphereError.BUSY, LATER)),
          entry("TaskInProgress", new FaultMeaning(VsphereError.BUSY, LATER)),
          entry("ConcurrentAccess", new FaultMeaning(VsphereError.BUSY, LATER)),
          entry("SessionOverload", new FaultMeaning(VsphereError.OVERLOADED, LATER)),
          entry(
              "HostCommunication",
              new FaultMeaning(
                  VsphereError.HOST_UNREACHABLE,
                  "Look in vCenter whether the host is connected and responds.")),
          entry(
              "HostConnectFault",
              new FaultMeaning(
                  VsphereError.HOST_UNREACHABLE,
                  "Look in vCenter whether the host is connected and responds.")),
          entry(
              "InaccessibleDatastore",
              new FaultMeaning(
                  VsphereError.HOST_UNREACHABLE,
                  "Look in vCenter which hosts have lost the datastore, and why.")),
          entry(
              "RequestCanceled",
              new FaultMeaning(
                  VsphereError.FAULT,
                  "Somebody cancelled it on the server; run the command again if that was not"
                      + " meant.")));

  private static final FaultMeaning ANY = new FaultMeaning(VsphereError.FAULT, "");

  /**
   * @param name the API's name of the fault
   * @param detail the fault, or what yavijava knows of it
   */
  static FaultMeaning of(String name, @Nullable MethodFault detail) {
    FaultMeaning meaning = MEANINGS.get(name);
    if (meaning != null) {
      return meaning;
    }
    Class<?> type = detail == null ? null : detail.getClass();
    while (type != null && type != MethodFault.class) {
      meaning = MEANINGS.get(type.getSimpleName());
      if (meaning != null) {
        return meaning;
      }
      type = type.getSuperclass();
    }
    return ANY;
  }
}
