package org.stowage.runtime.libvirt;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.runtime.libvirt.InstanceFolder.Mark;
import org.stowage.runtime.libvirt.Reconciled.Outcome;

/**
 * Brings a host in line with the array, after it was down. Mappings outlive a host's reboot; so an
 * instance none of whose disks is connected here was taken by another host, and must not run here.
 * Arrays and drivers may be slow at that time: what fails is tried a few times.
 */
final class Reconciliation {

  private static final List<Duration> PAUSES =
      List.of(Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(3));

  private final Domains domains;
  private final boolean start;

  Reconciliation(Domains domains, boolean start) {
    this.domains = domains;
    this.start = start;
  }

  List<Reconciled> run() throws IOException {
    Set<String> connected = connected();
    Map<UUID, Reconciled> found = new LinkedHashMap<>();
    for (Duration pause : PAUSES) {
      pause(pause);
      for (InstanceStatus each : domains.list()) {
        Reconciled before = found.get(each.instance().id());
        if (before == null || before.outcome() == Outcome.FAILED) {
          found.put(each.instance().id(), reconciled(each, connected));
        }
      }
      if (found.values().stream().noneMatch(each -> each.outcome() == Outcome.FAILED)) {
        break;
      }
    }
    leaveRemains();
    return new ArrayList<>(found.values());
  }

  private Set<String> connected() throws IOException {
    IOException failure = null;
    for (Duration pause : PAUSES) {
      pause(pause);
      try {
        return domains.disks().connected();
      } catch (IOException e) {
        failure = e;
      }
    }
    throw Objects.requireNonNull(failure);
  }

  private Reconciled reconciled(InstanceStatus status, Set<String> connected) {
    LibvirtInstance instance = status.instance();
    try {
      if (status.running()) {
        domains.folder(instance.id()).mark(Mark.HOME);
        return new Reconciled(instance, Outcome.RUNNING, null);
      }
      if (!domains.disks().of(instance.id()).isAnyOf(connected, instance.disks())) {
        return new Reconciled(instance, Outcome.ELSEWHERE, null);
      }
      domains.define(instance);
      if (start) {
        domains.start(instance);
      }
      return new Reconciled(instance, start ? Outcome.STARTED : Outcome.READY, null);
    } catch (StorageException e) {
      return new Reconciled(instance, Outcome.FAILED, e);
    } catch (IOException e) {
      return new Reconciled(
          instance,
          Outcome.FAILED,
          new StorageException(
              CommonError.IO,
              "bringing " + Domains.named(instance) + " back: " + e.getMessage(),
              "See what keeps this host from it.",
              e));
    }
  }

  /** Instances that have left, but for what a run did not get to that was killed. */
  private void leaveRemains() throws IOException {
    Set<UUID> defined = domains.virsh().all();
    for (InstanceFolder folder :
        InstanceFolder.all(domains.config().instances(), domains.hostName())) {
      if (folder.marked() == Mark.HOME
          && !folder.isUnfinished()
          && !defined.contains(folder.id())) {
        domains.disks().of(folder.id()).finishMove();
        folder.leave();
      }
    }
  }

  private static void pause(Duration pause) throws StorageException {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageException(
          CommonError.INTERRUPTED, "interrupted while a host was reconciled", "", e);
    }
  }
}
