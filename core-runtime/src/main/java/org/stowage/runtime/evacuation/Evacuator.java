package org.stowage.runtime.evacuation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.stowage.api.CancelledException;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;
import org.stowage.api.datastore.DatastoreInfo;
import org.stowage.runtime.deploy.Deployer;
import org.stowage.runtime.deploy.InstanceView;
import org.stowage.runtime.target.Instance;
import org.stowage.runtime.target.Target;

/**
 * Lets the disks that stand on a datastore from elsewhere stand alone. Each is whole before and
 * afterwards, so what is cut off is done by the next run.
 */
public final class Evacuator {

  private final Target target;
  private final String datastore;

  /**
   * @throws StorageException {@code not-found} when the target has no such datastore
   */
  public Evacuator(Target target, String datastore) throws IOException {
    this.target = target;
    this.datastore = datastore;
    List<String> names = target.datastores().stream().map(DatastoreInfo::name).toList();
    if (!names.contains(datastore)) {
      throw new StorageException(
          CommonError.NOT_FOUND,
          "target %s has no datastore '%s'".formatted(target.name(), datastore),
          "Its datastores: " + String.join(", ", names) + ".");
    }
  }

  /** What would have to be done. Changes nothing. */
  public Evacuation plan() throws IOException {
    List<Evacuation.Dependent> dependents = new ArrayList<>();
    for (Instance instance : target.instances().list()) {
      if (depends(instance)) {
        dependents.add(new Evacuation.Dependent(Deployer.view(target, instance), false, null));
      }
    }
    return new Evacuation(target.name(), datastore, dependents, residents());
  }

  /**
   * Does it, one disk after the other. One that fails stays as it was, and does not keep the others
   * from their turn.
   *
   * @throws CancelledException when the transfer is cancelled; what was done stays done
   */
  public Evacuation run(Transfer transfer) throws IOException {
    List<Evacuation.Dependent> done = new ArrayList<>();
    for (Evacuation.Dependent one : plan().dependents()) {
      done.add(standAlone(one.instance(), transfer));
    }
    return new Evacuation(target.name(), datastore, done, residents());
  }

  private Evacuation.Dependent standAlone(InstanceView view, Transfer transfer) throws IOException {
    try {
      target.instances().flatten(view.instance(), transfer);
      return new Evacuation.Dependent(view, true, null);
    } catch (CancelledException e) {
      throw e;
    } catch (StorageException e) {
      return new Evacuation.Dependent(view, false, e);
    }
  }

  private boolean depends(Instance instance) {
    return !instance.datastore().equals(datastore)
        && instance.knownParent().filter(base -> base.datastore().equals(datastore)).isPresent();
  }

  private List<InstanceView> residents() throws IOException {
    return target.instances().list().stream()
        .filter(instance -> instance.datastore().equals(datastore))
        .map(instance -> Deployer.view(target, instance))
        .toList();
  }
}
