package org.stowage.runtime.vsphere.doctor;

import static org.stowage.runtime.vsphere.doctor.Privilege.On.DATASTORE;
import static org.stowage.runtime.vsphere.doctor.Privilege.On.NAMESPACES;
import static org.stowage.runtime.vsphere.doctor.Privilege.On.RESOURCE_POOL;
import static org.stowage.runtime.vsphere.doctor.Privilege.On.VM_FOLDER;

import java.util.Arrays;
import java.util.List;

/**
 * What an account must be allowed beyond looking, from the "Required Privileges" of the calls that
 * are made (vSphere Web Services API Reference). docs/vsphere.md has the same table for people.
 */
public enum Privilege {
  ALLOCATE_SPACE("Datastore.AllocateSpace", DATASTORE, "deploy"),
  BROWSE("Datastore.Browse", DATASTORE, "deploy", "cache list"),
  FILES("Datastore.FileManagement", DATASTORE, "deploy", "destroy"),
  NAMESPACE("Datastore.Config", NAMESPACES, "deploy"),
  CREATE("VirtualMachine.Inventory.Create", VM_FOLDER, "deploy"),
  DELETE("VirtualMachine.Inventory.Delete", VM_FOLDER, "deploy", "destroy"),
  ADD_NEW_DISK("VirtualMachine.Config.AddNewDisk", VM_FOLDER, "deploy"),
  ADD_EXISTING_DISK("VirtualMachine.Config.AddExistingDisk", VM_FOLDER, "deploy"),
  REMOVE_DISK("VirtualMachine.Config.RemoveDisk", VM_FOLDER, "deploy", "destroy"),
  ADVANCED("VirtualMachine.Config.AdvancedConfig", VM_FOLDER, "deploy"),
  ADD_DEVICE("VirtualMachine.Config.AddRemoveDevice", VM_FOLDER, "deploy --network"),
  POWER_ON("VirtualMachine.Interact.PowerOn", VM_FOLDER, "deploy --power-on"),
  POWER_OFF("VirtualMachine.Interact.PowerOff", VM_FOLDER, "destroy"),
  EXTEND("VirtualMachine.Config.DiskExtend", VM_FOLDER, "resize"),
  PROMOTE("VirtualMachine.Provisioning.PromoteDisks", VM_FOLDER, "datastore evacuate"),
  CREATE_SNAPSHOT("VirtualMachine.State.CreateSnapshot", VM_FOLDER, "snapshot"),
  REMOVE_SNAPSHOT("VirtualMachine.State.RemoveSnapshot", VM_FOLDER, "snapshot"),
  EXPORT("VApp.Export", VM_FOLDER, "snapshot"),
  IMPORT("VApp.Import", RESOURCE_POOL, "deploy"),
  ASSIGN("Resource.AssignVMToPool", RESOURCE_POOL, "deploy");

  /** The kind of object that it is needed on. */
  public enum On {
    DATASTORE,
    /** Datastores whose top-level folders are namespaces, in addition to those above. */
    NAMESPACES,
    VM_FOLDER,
    RESOURCE_POOL
  }

  private final String id;
  private final On on;
  private final List<String> commands;

  Privilege(String id, On on, String... commands) {
    this.id = id;
    this.on = on;
    this.commands = List.of(commands);
  }

  /** The API's name of it. */
  public String id() {
    return id;
  }

  /** The commands that fail without it; not empty. */
  List<String> commands() {
    return commands;
  }

  /** Whether nobody could work without it, rather than merely without one more command. */
  boolean essential() {
    return commands.contains("deploy") || commands.contains("destroy");
  }

  /** What is needed on one kind of object. */
  public static List<Privilege> on(On kind) {
    return Arrays.stream(values()).filter(privilege -> privilege.on == kind).toList();
  }
}
