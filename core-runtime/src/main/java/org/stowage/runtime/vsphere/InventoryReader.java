package org.stowage.runtime.vsphere;

import com.vmware.vim25.ManagedObjectReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.datastore.DatastoreInfo;

/**
 * Reads the inventory: datacenters, clusters, hosts and datastores in one round trip, however many
 * there are.
 */
final class InventoryReader {

  private static final Map<String, List<String>> WANTED =
      Map.of(
          "Datacenter", List.of("name", "parent", "vmFolder", "datastore"),
          "ComputeResource", List.of("name", "resourcePool", "datastore", "host"),
          "HostSystem", Hosts.PATHS,
          "Datastore",
              List.of(
                  "summary.name",
                  "summary.type",
                  "summary.capacity",
                  "summary.freeSpace",
                  "summary.accessible",
                  "summary.maintenanceMode",
                  "summary.url",
                  "browser"));

  private final Vim vim;
  private final @Nullable String datacenter;
  private final @Nullable String cluster;

  /**
   * @param datacenter null when there is but one
   * @param cluster null when there is but one
   */
  InventoryReader(Vim vim, @Nullable String datacenter, @Nullable String cluster) {
    this.vim = vim;
    this.datacenter = datacenter;
    this.cluster = cluster;
  }

  Inventory read() throws StorageException {
    Collection<Found> found = vim.collect(WANTED);
    Found dc = only("datacenter", datacenter, of("Datacenter", found), all -> true);
    Set<ManagedObjectReference> inDatacenter = references(dc, "datastore");
    Found compute =
        only(
            "cluster",
            cluster,
            found.stream()
                .filter(one -> one.reference().getType().endsWith("ComputeResource"))
                .toList(),
            one -> references(one, "datastore").stream().anyMatch(inDatacenter::contains));
    Set<ManagedObjectReference> mounted = references(compute, "datastore");
    Map<String, VsphereDatastore> datastores = new TreeMap<>();
    for (Found one : of("Datastore", found)) {
      if (mounted.contains(one.reference())) {
        VsphereDatastore datastore = datastore(one);
        datastores.put(datastore.info().name(), datastore);
      }
    }
    return new Inventory(place(dc, compute, of("HostSystem", found)), datastores);
  }

  private Place place(Found dc, Found compute, List<Found> hosts) throws StorageException {
    Set<ManagedObjectReference> members = references(compute, "host");
    return new Place(
        dc.reference(),
        pathOf(dc),
        dc.required("vmFolder", ManagedObjectReference.class),
        compute.reference(),
        compute.required("resourcePool", ManagedObjectReference.class),
        hosts.stream()
            .filter(host -> members.contains(host.reference()))
            .filter(Hosts::isUp)
            .map(Found::reference)
            .toList());
  }

  /** A datacenter is seldom in a folder, so the folders above it are asked one by one. */
  private String pathOf(Found dc) throws StorageException {
    List<String> names = new ArrayList<>(List.of(dc.text("name")));
    ManagedObjectReference root = vim.content().getRootFolder();
    ManagedObjectReference above = dc.value("parent", ManagedObjectReference.class);
    while (above != null && !above.equals(root)) {
      Found folder = vim.look(above, List.of("name", "parent"));
      names.add(0, folder.text("name"));
      above = folder.value("parent", ManagedObjectReference.class);
    }
    return String.join("/", names);
  }

  private static VsphereDatastore datastore(Found one) throws StorageException {
    long capacityBytes = Math.max(0, one.number("summary.capacity"));
    String maintenance = one.text("summary.maintenanceMode");
    DatastoreInfo info =
        new DatastoreInfo(
            one.text("summary.name"),
            one.text("summary.type"),
            capacityBytes,
            // A vCenter can report more free space than there is space.
            Math.max(0, Math.min(capacityBytes, one.number("summary.freeSpace"))),
            Boolean.TRUE.equals(one.value("summary.accessible", Boolean.class)),
            !maintenance.isEmpty() && !maintenance.equals("normal"));
    return new VsphereDatastore(
        info,
        one.reference(),
        one.required("browser", ManagedObjectReference.class),
        one.text("summary.url"));
  }

  private static List<Found> of(String type, Collection<Found> found) {
    return found.stream().filter(one -> one.reference().getType().equals(type)).toList();
  }

  private static Set<ManagedObjectReference> references(Found one, String property) {
    ManagedObjectReference[] all = one.value(property, ManagedObjectReference[].class);
    return all == null ? Set.of() : new HashSet<>(Arrays.asList(all));
  }

  /** The one of a name, or the only one there is. */
  private static Found only(
      String what, @Nullable String name, List<Found> all, Predicate<Found> suits)
      throws StorageException {
    List<Found> left =
        all.stream()
            .filter(one -> name == null || one.text("name").equals(name))
            .filter(suits)
            .toList();
    if (left.size() == 1) {
      return left.get(0);
    }
    String names = String.join(", ", all.stream().map(one -> one.text("name")).sorted().toList());
    if (left.isEmpty()) {
      throw new StorageException(
          CommonError.NOT_FOUND,
          "the vCenter shows no " + what + (name == null ? "" : " '" + name + "'"),
          all.isEmpty()
              ? "Ask for the right to see it, or log in as somebody who has it."
              : "Set " + what + "_name to one of: " + names + ".");
    }
    throw new StorageException(
        CommonError.AMBIGUOUS,
        "the vCenter has %d %ss%s"
            .formatted(left.size(), what, name == null ? "" : " named " + name),
        "Set %s_name to one of: %s.".formatted(what, names));
  }
}
