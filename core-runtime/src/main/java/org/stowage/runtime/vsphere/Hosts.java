package org.stowage.runtime.vsphere;

import com.vmware.vim25.DatastoreHostMount;
import com.vmware.vim25.HostMountInfo;
import com.vmware.vim25.ManagedObjectReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.runtime.placement.Reach;

/** The hosts of a cluster that machines can be made on. */
final class Hosts {

  /** What has to be known of a host. */
  static final List<String> PATHS = List.of("runtime.connectionState", "runtime.inMaintenanceMode");

  private Hosts() {}

  /** Whether a host takes machines. */
  static boolean isUp(Found host) {
    return "connected".equals(String.valueOf(host.properties().get("runtime.connectionState")))
        && !Boolean.TRUE.equals(host.value("runtime.inMaintenanceMode", Boolean.class));
  }

  /**
   * A host of the cluster that has mounted all of some datastores for reading and writing. One name
   * always gets the same host, and many names get all hosts.
   *
   * @param name of the machine to be
   * @return null when the server does not tell who mounts what, and is left to choose
   * @throws StorageException {@code not-allowed} when there is no such host
   */
  static @Nullable ManagedObjectReference choose(
      Vim vim, Place place, Collection<VsphereDatastore> datastores, String name)
      throws StorageException {
    List<ManagedObjectReference> left = new ArrayList<>(place.hosts());
    List<ManagedObjectReference> references =
        datastores.stream().map(VsphereDatastore::reference).distinct().toList();
    for (Found datastore : vim.look(references, List.of("host"))) {
      DatastoreHostMount[] mounts = datastore.value("host", DatastoreHostMount[].class);
      if (mounts == null || mounts.length == 0) {
        return null;
      }
      left.retainAll(
          Arrays.stream(mounts)
              .filter(mount -> isUsable(mount.getMountInfo()))
              .map(DatastoreHostMount::getKey)
              .toList());
    }
    if (left.isEmpty()) {
      List<String> names = datastores.stream().map(one -> one.info().name()).distinct().toList();
      throw new StorageException(
          CommonError.NOT_ALLOWED,
          "no host of the cluster that is connected and not in maintenance can write to %s"
              .formatted(String.join(" and to ", names)),
          "Choose another --datastore, or mount the datastore on a host that is up.");
    }
    left.sort(Comparator.comparing(ManagedObjectReference::getVal));
    return left.get(Math.floorMod(name.hashCode(), left.size()));
  }

  /**
   * The hosts of the cluster that are up and have mounted each of some datastores for reading and
   * writing.
   */
  static Reach reach(Vim vim, Place place, Collection<VsphereDatastore> datastores)
      throws StorageException {
    Map<ManagedObjectReference, String> names = new HashMap<>();
    datastores.forEach(one -> names.put(one.reference(), one.info().name()));
    Set<ManagedObjectReference> up = new HashSet<>(place.hosts());
    Map<String, Set<String>> reach = new HashMap<>();
    for (Found datastore : vim.look(List.copyOf(names.keySet()), List.of("host"))) {
      DatastoreHostMount[] mounts = datastore.value("host", DatastoreHostMount[].class);
      if (mounts == null || mounts.length == 0) {
        return Reach.EVERYWHERE; // the server does not tell, and is left to choose
      }
      reach.put(
          String.valueOf(names.get(datastore.reference())),
          Arrays.stream(mounts)
              .filter(mount -> isUsable(mount.getMountInfo()) && up.contains(mount.getKey()))
              .map(mount -> mount.getKey().getVal())
              .collect(Collectors.toSet()));
    }
    return Reach.of(reach);
  }

  /** Whether a host can write to a datastore that it mounts so. */
  static boolean isUsable(@Nullable HostMountInfo mount) {
    return mount != null
        && "readWrite".equals(mount.getAccessMode())
        && !Boolean.FALSE.equals(mount.getMounted())
        && !Boolean.FALSE.equals(mount.getAccessible());
  }
}
