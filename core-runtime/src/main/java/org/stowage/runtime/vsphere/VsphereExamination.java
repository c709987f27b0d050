package org.stowage.runtime.vsphere;

import com.vmware.vim25.AboutInfo;
import com.vmware.vim25.ManagedObjectReference;
import com.vmware.vim25.UserSession;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.stowage.api.StorageException;
import org.stowage.api.datastore.DatastoreInfo;
import org.stowage.api.datastore.DatastoreTraits;
import org.stowage.runtime.config.TargetConfig;
import org.stowage.runtime.doctor.DatastoreSurvey;
import org.stowage.runtime.doctor.Finding;
import org.stowage.runtime.doctor.NameList;
import org.stowage.runtime.target.Staging;
import org.stowage.runtime.vsphere.doctor.ClockCheck;
import org.stowage.runtime.vsphere.doctor.ConnectionCheck;
import org.stowage.runtime.vsphere.doctor.HostsCheck;
import org.stowage.runtime.vsphere.doctor.PrivilegeCheck;
import org.stowage.runtime.vsphere.doctor.VersionCheck;

/**
 * Finds out what keeps a vCenter from being deployed to: from the wire up to what the account may
 * do. What cannot be looked at because something before it failed is told, too.
 */
final class VsphereExamination {

  private static final String LOGIN = "login";
  private static final String CLUSTER = "cluster";
  private static final String REMAINS = "remains";
  private static final String[] BEHIND_LOGIN = {
    ClockCheck.NAME, CLUSTER, HostsCheck.NAME, PrivilegeCheck.NAME, "datastores", REMAINS
  };

  /** Whose API is that of one host, without a vCenter. */
  private static final String HOST_ALONE = "HostAgent";

  private final TargetConfig.Vsphere config;
  private final Vim vim;
  private final InventoryReader reader;
  private final Function<String, Optional<DatastoreTraits>> traitsOfType;
  private final Clock clock = Clock.systemUTC();
  private final String server;
  private final List<Finding> findings = new ArrayList<>();

  VsphereExamination(
      TargetConfig.Vsphere config,
      Vim vim,
      InventoryReader reader,
      Function<String, Optional<DatastoreTraits>> traitsOfType) {
    this.config = config;
    this.vim = vim;
    this.reader = reader;
    this.traitsOfType = traitsOfType;
    this.server = config.endpoint().host() + ":" + config.endpoint().port();
  }

  List<Finding> of(DatastoreSurvey survey) {
    findings.addAll(new ConnectionCheck(config.endpoint(), clock).findings());
    if (failed()) {
      skip("the server was not reached, or is not believed", VersionCheck.NAME, LOGIN);
      skip("nobody is logged in", BEHIND_LOGIN);
      return findings;
    }
    Optional<AboutInfo> about = version();
    if (about.isEmpty()) {
      skip("the server did not say what it is", LOGIN);
      skip("nobody is logged in", BEHIND_LOGIN);
      return findings;
    }
    Optional<UserSession> session = login();
    if (session.isEmpty()) {
      skip("nobody is logged in", BEHIND_LOGIN);
      return findings;
    }
    check(ClockCheck.NAME, server, this::compareClocks);
    Optional<Inventory> inventory = inventory();
    if (inventory.isEmpty()) {
      skip("the cluster was not found", HostsCheck.NAME, PrivilegeCheck.NAME, "datastores");
    } else {
      examine(inventory.get(), HOST_ALONE.equals(about.get().getApiType()), session.get(), survey);
    }
    check(REMAINS, server, this::remains);
    return findings;
  }

  private void examine(
      Inventory inventory, boolean hostAlone, UserSession session, DatastoreSurvey survey) {
    List<DatastoreInfo> all =
        inventory.datastores().values().stream().map(VsphereDatastore::info).toList();
    List<VsphereDatastore> usable =
        inventory.datastores().values().stream()
            .filter(one -> survey.isUsable(one.info()))
            .toList();
    ClusterExamination cluster = new ClusterExamination(vim, inventory.place(), usable);
    if (hostAlone) {
      findings.add(
          Finding.ok(HostsCheck.NAME, server, "takes disks itself, there is no other host"));
    } else {
      check(HostsCheck.NAME, server, cluster::hosts);
    }
    check(
        PrivilegeCheck.NAME,
        session.getUserName(),
        () -> cluster.privileges(session, traitsOfType));
    findings.addAll(survey.of(all));
    check(ClusterExamination.MOUNTS, server, cluster::mounts);
  }

  private Optional<AboutInfo> version() {
    try {
      AboutInfo about = vim.introduction().getAbout();
      findings.add(
          VersionCheck.of(
              server,
              about.getFullName() == null ? "" : about.getFullName(),
              about.getApiVersion() == null ? "" : about.getApiVersion()));
      return failed() ? Optional.empty() : Optional.of(about);
    } catch (StorageException e) {
      findings.add(Finding.failed(VersionCheck.NAME, server, e));
      return Optional.empty();
    }
  }

  private Optional<UserSession> login() {
    String user = config.endpoint().username();
    try {
      UserSession session =
          vim.look(vim.content().getSessionManager(), List.of("currentSession"))
              .required("currentSession", UserSession.class);
      findings.add(
          Finding.ok(
              LOGIN,
              user,
              "logged in as "
                  + session.getUserName()
                  + ", with the password of "
                  + config.endpoint().password()));
      return Optional.of(session);
    } catch (StorageException e) {
      findings.add(Finding.failed(LOGIN, user, e));
      return Optional.empty();
    }
  }

  private List<Finding> compareClocks() throws StorageException {
    ManagedObjectReference service = new ManagedObjectReference();
    service.setType("ServiceInstance");
    service.setVal("ServiceInstance");
    Instant before = clock.instant();
    Calendar there = vim.call("ask for the time", stub -> stub.currentTime(service));
    return List.of(ClockCheck.of(server, before, there.toInstant(), clock.instant()));
  }

  private Optional<Inventory> inventory() {
    String wanted = config.cluster() == null ? "the only one" : config.cluster();
    try {
      Inventory inventory = reader.read();
      Place place = inventory.place();
      String name = vim.look(place.computeResource(), List.of("name")).text("name");
      findings.add(
          Finding.ok(
              CLUSTER,
              name,
              "in datacenter %s, with %d datastores, a resource pool and a VM folder"
                  .formatted(place.datacenterPath(), inventory.datastores().size())));
      return Optional.of(inventory);
    } catch (StorageException e) {
      findings.add(Finding.failed(CLUSTER, wanted, e));
      return Optional.empty();
    }
  }

  /** Of imports, copies and exports: what those have that run now looks the same. */
  private List<Finding> remains() throws StorageException {
    Collection<Found> machines =
        vim.collect(
            Map.of(
                "VirtualMachine", List.of("name", UnfinishedMachine.PATH, MachineSnapshot.PATH)));
    List<Finding> findings = new ArrayList<>();
    List<String> unfinished =
        named(machines, one -> Staging.isName(one.text("name")) || UnfinishedMachine.isMarked(one));
    if (!unfinished.isEmpty()) {
      findings.add(
          Finding.warning(
              REMAINS,
              server,
              "machines of deployments that run now, or were killed: " + NameList.of(unfinished),
              "If nothing is being deployed now, nothing has to be done: the next import to the"
                  + " same datastore, or deployment of the same name, removes them."));
    }
    List<String> exported = named(machines, one -> !MachineSnapshot.ours(one).isEmpty());
    if (!exported.isEmpty()) {
      findings.add(
          Finding.warning(
              REMAINS,
              server,
              "instances with a snapshot for an export that runs now, or was killed: "
                  + NameList.of(exported),
              "If nothing is being exported now: the next import to the same datastore, or"
                  + " snapshot of the same instance, removes it."));
    }
    return findings.isEmpty()
        ? List.of(Finding.ok(REMAINS, server, "nothing was left by a command that was killed"))
        : findings;
  }

  private static List<String> named(Collection<Found> machines, Predicate<Found> which) {
    return machines.stream().filter(which).map(one -> one.text("name")).sorted().toList();
  }

  private void check(String name, String subject, Check check) {
    try {
      findings.addAll(check.run());
    } catch (StorageException e) {
      findings.add(Finding.failed(name, subject, e));
    }
  }

  private void skip(String why, String... checks) {
    for (String check : checks) {
      findings.add(Finding.notChecked(check, server, why));
    }
  }

  private boolean failed() {
    return findings.stream().anyMatch(finding -> finding.status() == Finding.Status.FAILED);
  }

  /** Looks at something; returns what it found. */
  @FunctionalInterface
  private interface Check {
    List<Finding> run() throws StorageException;
  }
}
