package org.stowage.runtime.vsphere;

import com.vmware.vim25.DynamicProperty;
import com.vmware.vim25.ManagedObjectReference;
import com.vmware.vim25.MissingProperty;
import com.vmware.vim25.ObjectContent;
import com.vmware.vim25.ObjectSpec;
import com.vmware.vim25.PropertyFilterSpec;
import com.vmware.vim25.PropertySpec;
import com.vmware.vim25.RetrieveOptions;
import com.vmware.vim25.RetrieveResult;
import com.vmware.vim25.SelectionSpec;
import com.vmware.vim25.TraversalSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.stowage.api.StorageException;
import org.stowage.runtime.vsphere.fault.VsphereFaultException;
import org.stowage.runtime.vsphere.session.Session;

/** Properties of managed objects, of all objects of some types in one round trip. */
final class Properties {

  private final Session session;

  /** Of all objects that can be seen, kept for the session; views are live. */
  private @Nullable ManagedObjectReference view;

  private int viewOf;

  Properties(Session session) {
    this.session = session;
  }

  /** Properties of all objects of some types that the user can see. */
  Collection<Found> collect(Map<String, List<String>> pathsByType) throws StorageException {
    return session.withinOneLogin(() -> collectOnce(pathsByType));
  }

  private Collection<Found> collectOnce(Map<String, List<String>> pathsByType)
      throws StorageException {
    TraversalSpec intoView = new TraversalSpec();
    intoView.setType("ContainerView");
    intoView.setPath("view");
    intoView.setSkip(false);
    ObjectSpec start = new ObjectSpec();
    start.setObj(view());
    start.setSkip(true);
    start.setSelectSet(new SelectionSpec[] {intoView});
    return retrieve("read the inventory", filter(start, pathsByType));
  }

  /** Properties of one object. */
  Found look(ManagedObjectReference object, List<String> paths) throws StorageException {
    return look(List.of(object), paths).stream().findFirst().orElse(new Found(object, Map.of()));
  }

  /** Properties of some objects of one type; those that are gone are left out. */
  Collection<Found> look(List<ManagedObjectReference> objects, List<String> paths)
      throws StorageException {
    if (objects.isEmpty()) {
      return List.of();
    }
    String type = objects.get(0).getType();
    PropertyFilterSpec filter = filter(new ObjectSpec(), Map.of(type, paths));
    filter.setObjectSet(
        objects.stream()
            .map(
                object -> {
                  ObjectSpec spec = new ObjectSpec();
                  spec.setObj(object);
                  return spec;
                })
            .toArray(ObjectSpec[]::new));
    filter.setReportMissingObjectsInResults(true);
    return retrieve("look at " + type + " " + objects.get(0).getVal(), filter);
  }

  static PropertyFilterSpec filter(ObjectSpec start, Map<String, List<String>> pathsByType) {
    PropertyFilterSpec filter = new PropertyFilterSpec();
    filter.setObjectSet(new ObjectSpec[] {start});
    filter.setPropSet(
        pathsByType.entrySet().stream()
            .map(entry -> properties(entry.getKey(), entry.getValue()))
            .toArray(PropertySpec[]::new));
    return filter;
  }

  private static PropertySpec properties(String type, List<String> paths) {
    PropertySpec properties = new PropertySpec();
    properties.setType(type);
    properties.setPathSet(paths.toArray(String[]::new));
    return properties;
  }

  private Collection<Found> retrieve(String what, PropertyFilterSpec filter)
      throws StorageException {
    ManagedObjectReference collector = session.content().getPropertyCollector();
    List<Found> found = new ArrayList<>();
    RetrieveResult page =
        session.call(
            what,
            stub ->
                stub.retrievePropertiesEx(
                    collector, new PropertyFilterSpec[] {filter}, new RetrieveOptions()));
    while (page != null) {
      for (ObjectContent object : orNone(page.getObjects(), ObjectContent[]::new)) {
        found.add(found(object));
      }
      String more = page.getToken();
      page =
          more == null || more.isEmpty()
              ? null
              : session.call(what, stub -> stub.continueRetrievePropertiesEx(collector, more));
    }
    return found;
  }

  private static Found found(ObjectContent object) {
    Map<String, Object> values = new HashMap<>();
    for (DynamicProperty property : orNone(object.getPropSet(), DynamicProperty[]::new)) {
      if (property.getVal() != null) {
        values.put(property.getName(), property.getVal());
      }
    }
    Map<String, String> withheld = new HashMap<>();
    for (MissingProperty missing : orNone(object.getMissingSet(), MissingProperty[]::new)) {
      withheld.put(
          missing.getPath(),
          VsphereFaultException.of("read " + missing.getPath(), missing.getFault()).words());
    }
    return new Found(object.getObj(), values, withheld);
  }

  static <T> T[] orNone(T @Nullable [] array, IntFunction<T[]> none) {
    return array == null ? none.apply(0) : array;
  }

  private synchronized ManagedObjectReference view() throws StorageException {
    ManagedObjectReference known = view;
    if (known == null || viewOf != session.number()) {
      known =
          session.call(
              "see the inventory",
              stub ->
                  stub.createContainerView(
                      session.content().getViewManager(),
                      session.content().getRootFolder(),
                      new String[] {
                        "Datacenter", "ComputeResource", "HostSystem", "Datastore", "VirtualMachine"
                      },
                      true));
      view = known;
      viewOf = session.number();
    }
    return known;
  }
}
