package org.stowage.runtime.vsphere;

import com.vmware.vim25.ManagedObjectReference;
import java.util.List;

/**
 * Where in a vCenter's inventory instances are made.
 *
 * @param datacenter to which datastore paths are relative
 * @param datacenterPath from the root of the inventory, as {@code /folder} addresses want it:
 *     {@code "DC0"}, {@code "emea/DC0"}
 * @param vmFolder where virtual machines are registered
 * @param computeResource the cluster, or the host that stands alone
 * @param resourcePool its root pool
 * @param hosts of it, those that are connected and not in maintenance
 */
record Place(
    ManagedObjectReference datacenter,
    String datacenterPath,
    ManagedObjectReference vmFolder,
    ManagedObjectReference computeResource,
    ManagedObjectReference resourcePool,
    List<ManagedObjectReference> hosts) {

  Place {
    hosts = List.copyOf(hosts);
  }
}
