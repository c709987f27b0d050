package org.stowage.runtime.vsphere;

import com.vmware.vim25.DatastoreHostMount;
import com.vmware.vim25.ManagedObjectReference;
import com.vmware.vim25.UserSession;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.stowage.api.StorageException;
import org.stowage.api.datastore.DatastoreInfo;
import org.stowage.api.datastore.DatastoreTraits;
import org.stowage.api.datastore.DatastoreTraits.TopLevelFolders;
import org.stowage.runtime.doctor.Finding;
import org.stowage.runtime.doctor.NameList;
import org.stowage.runtime.vsphere.doctor.HostsCheck;
import org.stowage.runtime.vsphere.doctor.Privilege;
import org.stowage.runtime.vsphere.doctor.PrivilegeCheck;

/** Finds out what keeps the objects that instances are made of from being used. */
final class ClusterExamination {

  static final String MOUNTS = "datastore-mounts";

  /** Of mounts in one answer: it has some hundred bytes for each. */
  private static final int MOUNTS_AT_ONCE = 50_000;

  private final Vim vim;
  private final Place place;
  private final List<VsphereDatastore> datastores;

  /**
   * @param datastores those that would be used
   */
  ClusterExamination(Vim vim, Place place, List<VsphereDatastore> datastores) {
    this.vim = vim;
    this.place = place;
    this.datastores = datastores;
  }

  List<Finding> hosts() throws StorageException {
    List<ManagedObjectReference> hosts = members();
    List<String> paths = List.of("name", "runtime.connectionState", "runtime.inMaintenanceMode");
    return HostsCheck.of(
        "the cluster", vim.look(hosts, paths).stream().map(ClusterExamination::host).toList());
  }

  private List<ManagedObjectReference> members() throws StorageException {
    ManagedObjectReference[] hosts =
        vim.look(place.computeResource(), List.of("host"))
            .value("host", ManagedObjectReference[].class);
    return List.of(Properties.orNone(hosts, ManagedObjectReference[]::new));
  }

  private static HostsCheck.Host host(Found host) {
    return new HostsCheck.Host(
        host.text("name"),
        String.valueOf(host.properties().get("runtime.connectionState")),
        Boolean.TRUE.equals(host.value("runtime.inMaintenanceMode", Boolean.class)));
  }

  /**
   * @param traitsOfType the traits of the type that serves a type name; empty when none does
   */
  List<Finding> privileges(
      UserSession session, Function<String, Optional<DatastoreTraits>> traitsOfType)
      throws StorageException {
    Grants grants = new Grants(vim, session);
    List<PrivilegeCheck.Grant> all = new ArrayList<>();
    all.add(grant(grants, "the VM folder", place.vmFolder(), Privilege.on(Privilege.On.VM_FOLDER)));
    all.add(
        grant(
            grants,
            "the resource pool",
            place.resourcePool(),
            Privilege.on(Privilege.On.RESOURCE_POOL)));
    List<Privilege> usual = Privilege.on(Privilege.On.DATASTORE);
    List<Privilege> more =
        Stream.concat(usual.stream(), Privilege.on(Privilege.On.NAMESPACES).stream()).toList();
    Map<ManagedObjectReference, Set<String>> granted =
        grants.on(datastores.stream().map(VsphereDatastore::reference).toList(), ids(more));
    for (VsphereDatastore one : datastores) {
      DatastoreInfo info = one.info();
      boolean namespaces =
          traitsOfType
              .apply(info.typeName())
              .filter(traits -> traits.topLevel() == TopLevelFolders.NAMESPACES)
              .isPresent();
      all.add(
          new PrivilegeCheck.Grant(
              info.name(),
              namespaces ? more : usual,
              granted.getOrDefault(one.reference(), Set.of())));
    }
    return PrivilegeCheck.of(session.getUserName(), all);
  }

  private static PrivilegeCheck.Grant grant(
      Grants grants, String name, ManagedObjectReference object, List<Privilege> needed)
      throws StorageException {
    return new PrivilegeCheck.Grant(
        name, needed, grants.on(List.of(object), ids(needed)).getOrDefault(object, Set.of()));
  }

  private static List<String> ids(List<Privilege> privileges) {
    return privileges.stream().map(Privilege::id).toList();
  }

  /** A datastore that hosts see may still be mounted by all of them for reading only. */
  List<Finding> mounts() throws StorageException {
    Map<ManagedObjectReference, String> names = new HashMap<>();
    datastores.forEach(one -> names.put(one.reference(), one.info().name()));
    List<String> readOnly = new ArrayList<>();
    int atOnce = MOUNTS_AT_ONCE / Math.max(1, members().size());
    for (int from = 0; from < datastores.size(); from += atOnce) {
      List<ManagedObjectReference> some =
          datastores.subList(from, Math.min(from + atOnce, datastores.size())).stream()
              .map(VsphereDatastore::reference)
              .toList();
      for (Found one : vim.look(some, List.of("host"))) {
        DatastoreHostMount[] mounts = one.value("host", DatastoreHostMount[].class);
        if (mounts != null
            && Arrays.stream(mounts).noneMatch(mount -> Hosts.isUsable(mount.getMountInfo()))) {
          readOnly.add(names.getOrDefault(one.reference(), ""));
        }
      }
    }
    return readOnly.isEmpty()
        ? List.of()
        : List.of(
            Finding.warning(
                MOUNTS,
                readOnly.size() + " datastores",
                "no host can write to: " + NameList.of(readOnly.stream().sorted().toList()),
                "Mount them for reading and writing, or leave them out with datastore_regex."));
  }
}
