package org.stowage.runtime.vsphere;

import com.vmware.vim25.LocalizedMethodFault;
import com.vmware.vim25.ManagedObjectReference;
import com.vmware.vim25.ObjectSpec;
import com.vmware.vim25.TaskInfoState;
import com.vmware.vim25.UpdateSet;
import com.vmware.vim25.WaitOptions;
import com.vmware.vim25.ws.Argument;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;
import org.stowage.runtime.Operation;
import org.stowage.runtime.config.TargetConfig;
import org.stowage.runtime.http.Backoff;
import org.stowage.runtime.vsphere.fault.VsphereError;
import org.stowage.runtime.vsphere.fault.VsphereFaultException;
import org.stowage.runtime.vsphere.session.Session;
import org.stowage.runtime.vsphere.soap.SoapCall;

/**
 * Waits for what a server does: it reports changes by itself, and nothing is asked again and again
 * (vSphere Web Services API, PropertyCollector.WaitForUpdatesEx). Safe for use by several threads,
 * whose waits run side by side.
 */
final class Waiting {

  private static final Logger log = LoggerFactory.getLogger(Waiting.class);

  /** How long the server keeps a call unanswered while nothing changes. */
  private static final int SERVER_SECONDS = 20;

  /** How much later than that its answer may come. */
  private static final Duration DELAY = Duration.ofMinutes(2);

  /** What happens goes on while nobody can see it; to look again does no harm. */
  private static final int MOST_FAILURES = 3;

  private static final Duration CANCELLING = Duration.ofSeconds(30);

  private final Session session;
  private final Collectors collectors;
  private final Duration longest;
  private final Duration pause;

  Waiting(Session session, TargetConfig.Patience patience) {
    this.session = session;
    this.collectors = new Collectors(session);
    this.longest = patience.imageTransfer();
    this.pause = patience.poll();
  }

  /**
   * Waits until an object's properties are as wanted; returns them.
   *
   * @throws StorageException {@code transfer} when that takes longer than an image may; {@code
   *     not-found} when the object goes away
   */
  Found await(
      String what,
      ManagedObjectReference object,
      List<String> paths,
      Predicate<Found> wanted,
      Transfer transfer)
      throws IOException {
    return await(what, object, paths, wanted, transfer, longest);
  }

  /** As {@link #await}, of what goes on although nobody wants it any more: not for long. */
  Found awaitUnwanted(
      String what, ManagedObjectReference object, List<String> paths, Predicate<Found> wanted)
      throws IOException {
    return await(what, object, paths, wanted, Operation.unwatched(what), CANCELLING);
  }

  private Found await(
      String what,
      ManagedObjectReference object,
      List<String> paths,
      Predicate<Found> wanted,
      Transfer transfer,
      Duration atMost)
      throws IOException {
    long end = System.nanoTime() + atMost.toNanos();
    int failures = 0;
    while (true) {
      int login = session.number();
      try {
        Found found = await(what, object, paths, wanted, transfer, login, end);
        if (found != null) {
          return found;
        }
      } catch (VsphereFaultException e) {
        if (session.number() == login) {
          failures++;
          if (failures == MOST_FAILURES || !VsphereError.mayPass(e)) {
            throw e;
          }
          Backoff.pause(pause, transfer::checkCancelled);
        }
      }
      // What was waited with is gone, or failed; the object, and what happens to it, is not.
    }
  }

  /** Null when the session began anew meanwhile. */
  private @Nullable Found await(
      String what,
      ManagedObjectReference object,
      List<String> paths,
      Predicate<Found> wanted,
      Transfer transfer,
      int login,
      long end)
      throws IOException {
    ManagedObjectReference collector = collectors.take(what);
    ManagedObjectReference filter = filter(what, collector, object, paths);
    try {
      WatchedObject watched = new WatchedObject(what, object);
      String version = "";
      while (session.number() == login) {
        long asked = System.nanoTime();
        if (asked >= end) {
          throw tooLong(what);
        }
        UpdateSet updates = updates(what, collector, version, transfer);
        if (updates != null && session.number() == login) {
          version = updates.getVersion();
          Found found = watched.after(updates);
          if (wanted.test(found)) {
            return found;
          }
        } else if (System.nanoTime() - asked < Duration.ofSeconds(1).toNanos()) {
          // Something between us and the server does not let it wait.
          Backoff.pause(pause, transfer::checkCancelled);
        }
      }
      return null;
    } finally {
      // With a filter that is left, it would tell the next one of this object.
      if (forgotten(filter)) {
        collectors.giveBack(collector, login);
      }
    }
  }

  private ManagedObjectReference filter(
      String what,
      ManagedObjectReference collector,
      ManagedObjectReference object,
      List<String> paths)
      throws StorageException {
    ObjectSpec start = new ObjectSpec();
    start.setObj(object);
    return session.call(
        what,
        stub ->
            stub.createFilter(
                collector, Properties.filter(start, Map.of(object.getType(), paths)), false));
  }

  /** Null when nothing changed for a while. */
  private @Nullable UpdateSet updates(
      String what, ManagedObjectReference collector, String version, Transfer transfer)
      throws StorageException {
    WaitOptions options = new WaitOptions();
    options.setMaxWaitSeconds(SERVER_SECONDS);
    SoapCall call =
        SoapCall.on(
            collector,
            "WaitForUpdatesEx",
            "UpdateSet",
            new Argument("version", "String", version),
            new Argument("options", "WaitOptions", options));
    return (UpdateSet)
        session.call(what, call, DELAY.plusSeconds(SERVER_SECONDS), transfer::checkCancelled);
  }

  private StorageException tooLong(String what) {
    return new StorageException(
        CommonError.TRANSFER,
        "%s: the server did not end it within %d s".formatted(what, longest.toSeconds()),
        "Look into the server's recent tasks; set image_transfer_timeout_secs higher if it is slow.");
  }

  private boolean forgotten(ManagedObjectReference filter) {
    try {
      session.call(
          "end a wait",
          stub -> {
            stub.destroyPropertyFilter(filter);
            return true;
          });
      return true;
    } catch (StorageException e) {
      // It ends with the session; what was waited for is known.
      log.debug("a filter is left", e);
      return false;
    }
  }

  /**
   * Waits for a task's end. A task that is no longer waited for is cancelled; if it is done before
   * the server hears of that, it is done.
   */
  TaskResult task(String what, ManagedObjectReference task, Transfer transfer) throws IOException {
    Found ended;
    try {
      ended = end(what, task, transfer, longest);
    } catch (StorageException e) {
      if (e instanceof VsphereFaultException) {
        throw e;
      }
      ended = cancelled(what, task, e);
    }
    if (ended.value("info.state", TaskInfoState.class) == TaskInfoState.error) {
      throw VsphereFaultException.of(what, ended.value("info.error", LocalizedMethodFault.class));
    }
    return new TaskResult(what, ended.properties().get("info.result"));
  }

  private Found end(String what, ManagedObjectReference task, Transfer transfer, Duration atMost)
      throws IOException {
    return await(
        what,
        task,
        List.of("info.state", "info.error", "info.result"),
        found -> hasEnded(found.value("info.state", TaskInfoState.class)),
        transfer,
        atMost);
  }

  private static boolean hasEnded(@Nullable TaskInfoState state) {
    return state == TaskInfoState.success || state == TaskInfoState.error;
  }

  /**
   * Cancels a task, and waits until that has come through: whoever cleans up after it must not be
   * overtaken by it.
   *
   * @return the task, if it was done first
   */
  private Found cancelled(String what, ManagedObjectReference task, StorageException because)
      throws StorageException {
    boolean interrupted = Thread.interrupted();
    try {
      session.call(
          "cancel a task",
          stub -> {
            stub.cancelTask(task);
            return true;
          });
      Found ended = end(what, task, Operation.unwatched(what), CANCELLING);
      if (ended.value("info.state", TaskInfoState.class) == TaskInfoState.success) {
        return ended;
      }
    } catch (IOException e) {
      because.addSuppressed(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    throw because;
  }
}
