package org.stowage.runtime.vsphere;

import com.vmware.vim25.ManagedObjectReference;
import com.vmware.vim25.MissingProperty;
import com.vmware.vim25.ObjectUpdate;
import com.vmware.vim25.ObjectUpdateKind;
import com.vmware.vim25.PropertyChange;
import com.vmware.vim25.PropertyFilterUpdate;
import com.vmware.vim25.UpdateSet;
import java.util.HashMap;
import java.util.Map;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.runtime.vsphere.fault.VsphereFaultException;

/** Properties of one object, kept up by the changes that the server reports. */
final class WatchedObject {

  private final String what;
  private final ManagedObjectReference object;
  private final Map<String, Object> values = new HashMap<>();

  /**
   * @param what is waited for
   */
  WatchedObject(String what, ManagedObjectReference object) {
    this.what = what;
    this.object = object;
  }

  /**
   * The object after some changes.
   *
   * @throws StorageException when it is gone, or a property may not be seen: nothing more would be
   *     reported, ever
   */
  Found after(UpdateSet updates) throws StorageException {
    for (PropertyFilterUpdate filter :
        Properties.orNone(updates.getFilterSet(), PropertyFilterUpdate[]::new)) {
      for (ObjectUpdate update : Properties.orNone(filter.getObjectSet(), ObjectUpdate[]::new)) {
        if (object.equals(update.getObj())) {
          take(update);
        }
      }
    }
    return new Found(object, Map.copyOf(values));
  }

  private void take(ObjectUpdate update) throws StorageException {
    if (update.getKind() == ObjectUpdateKind.leave) {
      throw new StorageException(
          CommonError.NOT_FOUND,
          "%s: %s is gone".formatted(what, object),
          "Somebody else removed it meanwhile; run the command again.");
    }
    for (MissingProperty missing :
        Properties.orNone(update.getMissingSet(), MissingProperty[]::new)) {
      throw VsphereFaultException.of(what + ": seeing " + missing.getPath(), missing.getFault());
    }
    for (PropertyChange change : Properties.orNone(update.getChangeSet(), PropertyChange[]::new)) {
      if (change.getVal() == null) {
        values.remove(change.getName());
      } else {
        values.put(change.getName(), change.getVal());
      }
    }
  }
}
