package org.stowage.runtime.vsphere;

import com.vmware.vim25.ManagedObjectReference;
import com.vmware.vim25.ServiceContent;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;
import org.stowage.runtime.config.TargetConfig;
import org.stowage.runtime.http.Backoff;
import org.stowage.runtime.http.Cancellation;
import org.stowage.runtime.vsphere.fault.VsphereError;
import org.stowage.runtime.vsphere.fault.VsphereFaultException;
import org.stowage.runtime.vsphere.session.Session;
import org.stowage.runtime.vsphere.wire.HttpConnection;

/** All that is done with a vCenter, over one session. Safe for use by several threads. */
final class Vim implements Closeable {

  private static final int MOST_REMOVALS = 3;

  private final Session session;
  private final Properties properties;
  private final Waiting waiting;
  private final Duration pause;

  Vim(Session session, TargetConfig.Patience patience) {
    this.session = session;
    this.properties = new Properties(session);
    this.waiting = new Waiting(session, patience);
    this.pause = patience.poll();
  }

  ServiceContent content() throws StorageException {
    return session.content();
  }

  /** Does not log in. */
  ServiceContent introduction() throws StorageException {
    return session.introduction();
  }

  HttpConnection connection() {
    return session.connection();
  }

  /** Makes calls. */
  <T> T call(String what, Session.Call<T> call) throws StorageException {
    return session.call(what, call);
  }

  /**
   * Starts a task and waits for its end. One that is cancelled is done nevertheless if the server
   * had it done first.
   */
  TaskResult run(String what, Session.Call<ManagedObjectReference> start, Transfer transfer)
      throws IOException {
    transfer.checkCancelled();
    return waiting.task(what, session.call(what, start), transfer);
  }

  Collection<Found> collect(Map<String, List<String>> pathsByType) throws StorageException {
    return properties.collect(pathsByType);
  }

  Found look(ManagedObjectReference object, List<String> paths) throws StorageException {
    return properties.look(object, paths);
  }

  Collection<Found> look(List<ManagedObjectReference> objects, List<String> paths)
      throws StorageException {
    return properties.look(objects, paths);
  }

  Found await(
      String what,
      ManagedObjectReference object,
      List<String> paths,
      Predicate<Found> wanted,
      Transfer transfer)
      throws IOException {
    return waiting.await(what, object, paths, wanted, transfer);
  }

  /** See {@link Waiting#awaitUnwanted}. */
  Found awaitUnwanted(
      String what, ManagedObjectReference object, List<String> paths, Predicate<Found> wanted)
      throws IOException {
    return waiting.awaitUnwanted(what, object, paths, wanted);
  }

  /** Does something that is done, too, when it fails by a certain fault. */
  void tolerating(String fault, Action action) throws IOException {
    tolerating(List.of(fault), action);
  }

  void tolerating(List<String> faults, Action action) throws IOException {
    try {
      action.run();
    } catch (VsphereFaultException e) {
      if (!faults.contains(e.name())) {
        throw e;
      }
    }
  }

  /**
   * Removes something. What stays because one call failed would stay for good, so that is tried
   * again.
   *
   * @param gone faults by which the server says that it is not there any more
   */
  void removing(List<String> gone, Action action) throws IOException {
    for (int tries = 1; ; tries++) {
      try {
        tolerating(gone, action);
        return;
      } catch (StorageException e) {
        if (tries == MOST_REMOVALS || !VsphereError.mayPass(e)) {
          throw e;
        }
      }
      Backoff.pause(pause, Cancellation.NEVER);
    }
  }

  @Override
  public void close() {
    session.close();
  }

  /** Something that may fail. */
  @FunctionalInterface
  interface Action {
    void run() throws IOException;
  }
}
