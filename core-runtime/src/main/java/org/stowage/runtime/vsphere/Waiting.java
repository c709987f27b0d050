package org.stowage.runtime.vsphere;

import com.vmware.vim25.LocalizedMethodFault;
import com.vmware.vim25.ManagedObjectReference;
import com.vmware.vim25.ObjectSpec;
import com.vmware.vim25.ObjectUpdate;
import com.vmware.vim25.PropertyChange;
import com.vmware.vim25.PropertyFilterUpdate;
import com.vmware.vim25.TaskInfoState;
import com.vmware.vim25.UpdateSet;
import com.vmware.vim25.WaitOptions;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.stowage.api.CancelledException;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;

/**
 * Waits for what a server does: it reports changes by itself, and nothing is asked again and again
 * (vSphere Web Services API, PropertyCollector.WaitForUpdatesEx). One wait at a time.
 */
final class Waiting {

  /** How long an unanswered call may be, so that a cancellation is seen in time. */
  private static final int ANSWER_SECONDS = 1;

  private final Session session;

  Waiting(Session session) {
    this.session = session;
  }

  /** Waits until an object's properties are as wanted; returns them. */
  synchronized Found await(
      String what,
      ManagedObjectReference object,
      List<String> paths,
      Predicate<Found> wanted,
      Transfer transfer)
      throws IOException {
    while (true) {
      ManagedObjectReference filter = filter(what, object, paths);
      int login = session.number();
      try {
        return await(what, object, wanted, login, transfer);
      } catch (ForgottenException e) {
        // The filter went with the session; the object, and what happens to it, did not.
      } finally {
        forget(filter);
      }
    }
  }

  private ManagedObjectReference filter(
      String what, ManagedObjectReference object, List<String> paths) throws StorageException {
    ObjectSpec start = new ObjectSpec();
    start.setObj(object);
    return session.read(
        what,
        stub ->
            stub.createFilter(
                session.content().getPropertyCollector(),
                Properties.filter(start, Map.of(object.getType(), paths)),
                true));
  }

  private Found await(
      String what,
      ManagedObjectReference object,
      Predicate<Found> wanted,
      int login,
      Transfer transfer)
      throws IOException, ForgottenException {
    WaitOptions options = new WaitOptions();
    options.setMaxWaitSeconds(ANSWER_SECONDS);
    Map<String, Object> values = new HashMap<>();
    String version = "";
    while (true) {
      transfer.checkCancelled();
      String since = version;
      UpdateSet updates =
          session.read(
              what,
              stub ->
                  stub.waitForUpdatesEx(session.content().getPropertyCollector(), since, options));
      if (session.number() != login) {
        throw new ForgottenException();
      }
      if (updates == null) {
        continue;
      }
      version = updates.getVersion();
      take(updates, object, values);
      Found found = new Found(object, Map.copyOf(values));
      if (wanted.test(found)) {
        return found;
      }
    }
  }

  /** The session was made anew while a filter of the old one was waited on. */
  private static final class ForgottenException extends Exception {
    private static final long serialVersionUID = 1;
  }

  private static void take(
      UpdateSet updates, ManagedObjectReference object, Map<String, Object> values) {
    if (updates.getFilterSet() == null) {
      return;
    }
    for (PropertyFilterUpdate filter : updates.getFilterSet()) {
      for (ObjectUpdate update :
          filter.getObjectSet() == null ? new ObjectUpdate[0] : filter.getObjectSet()) {
        if (!object.equals(update.getObj()) || update.getChangeSet() == null) {
          continue;
        }
        for (PropertyChange change : update.getChangeSet()) {
          if (change.getVal() == null) {
            values.remove(change.getName());
          } else {
            values.put(change.getName(), change.getVal());
          }
        }
      }
    }
  }

  private void forget(ManagedObjectReference filter) {
    try {
      session.read(
          "end a wait",
          stub -> {
            stub.destroyPropertyFilter(filter);
            return true;
          });
    } catch (StorageException e) {
      // It ends with the session; what was waited for is known.
      org.slf4j.LoggerFactory.getLogger(Waiting.class).debug("a filter is left", e);
    }
  }

  /** Waits for a task's end. A task whose waiting is cancelled is cancelled too. */
  TaskResult task(String what, ManagedObjectReference task, Transfer transfer) throws IOException {
    Found ended;
    try {
      ended =
          await(
              what,
              task,
              List.of("info.state", "info.error", "info.result"),
              found -> hasEnded(found.value("info.state", TaskInfoState.class)),
              transfer);
    } catch (CancelledException e) {
      cancel(task, e);
      throw e;
    }
    if (ended.value("info.state", TaskInfoState.class) == TaskInfoState.error) {
      throw Faults.of(what, ended.value("info.error", LocalizedMethodFault.class));
    }
    return new TaskResult(what, ended.properties().get("info.result"));
  }

  private static boolean hasEnded(@org.jspecify.annotations.Nullable TaskInfoState state) {
    return state == TaskInfoState.success || state == TaskInfoState.error;
  }

  private void cancel(ManagedObjectReference task, CancelledException because) {
    try {
      session.call(
          "cancel a task",
          stub -> {
            stub.cancelTask(task);
            return true;
          });
    } catch (StorageException e) {
      because.addSuppressed(e);
    }
  }
}
