package org.stowage.runtime.vsphere;

import com.vmware.vim25.ManagedObjectReference;
import java.util.ArrayDeque;
import java.util.Deque;
import org.stowage.api.StorageException;
import org.stowage.runtime.vsphere.session.Session;

/**
 * Property collectors of a session, one for each wait that is under way: a second wait on the same
 * one would end the first (vSphere Web Services API, PropertyCollector.WaitForUpdatesEx). Each
 * session has one; more are made where waits are made at the same time, and kept. Safe for use by
 * several threads.
 */
final class Collectors {

  private final Session session;
  private final Deque<ManagedObjectReference> free = new ArrayDeque<>();
  private int login;

  Collectors(Session session) {
    this.session = session;
  }

  /** One for this caller alone, until it is given back. */
  ManagedObjectReference take(String attempted) throws StorageException {
    int now = session.number();
    ManagedObjectReference first = session.content().getPropertyCollector();
    synchronized (this) {
      if (login != now) {
        login = now;
        free.clear();
        free.add(first);
      }
      if (!free.isEmpty()) {
        return free.remove();
      }
    }
    return session.call(attempted, stub -> stub.createPropertyCollector(first));
  }

  /**
   * @param takenIn the login it belongs to; with that it ends
   */
  synchronized void giveBack(ManagedObjectReference collector, int takenIn) {
    if (takenIn == login) {
      free.addFirst(collector);
    }
  }
}
