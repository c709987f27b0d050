package org.stowage.runtime.vsphere.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.stowage.api.StorageException;
import org.stowage.runtime.config.TargetConfig;
import org.stowage.runtime.doctor.Finding;
import org.stowage.runtime.doctor.NameList;
import org.stowage.runtime.tls.ServerTrust;
import org.stowage.runtime.vsphere.fault.VsphereError;

/**
 * Whether the hosts of a cluster are reached from here: disks are sent to them and not to the
 * vCenter. Whether they are to be believed is not asked: a lease tells the thumbprint of the host
 * it is with.
 */
public final class HostsCheck {

  public static final String NAME = "hosts";

  private static final Duration PATIENCE = Duration.ofSeconds(4);
  private static final Duration PATIENCE_WITH_ALL = Duration.ofSeconds(15);
  private static final int AT_ONCE = 32;
  private static final int HTTPS = 443;

  /** A host that listens elsewhere is named with its port. */
  private static final Pattern WITH_PORT = Pattern.compile("([^:]+|\\[.+]):(\\d{1,5})");

  private HostsCheck() {}

  /**
   * A host of the cluster.
   *
   * @param name under which the vCenter knows it, and by which leases tell of it
   * @param connection as the API says: {@code connected}
   */
  public record Host(String name, String connection, boolean maintenance) {}

  /** Reaches for all hosts that are in use, many at once. */
  public static List<Finding> of(String cluster, List<Host> hosts) {
    List<Finding> findings = new ArrayList<>();
    List<String> inUse = new ArrayList<>();
    for (Host host : hosts) {
      if (!host.connection().equals("connected")) {
        findings.add(
            Finding.warning(
                NAME,
                host.name(),
                "the vCenter says it is " + host.connection(),
                "Connect it again in vCenter, if it is to run instances."));
      } else if (host.maintenance()) {
        findings.add(
            Finding.warning(
                NAME, host.name(), "in maintenance mode", "End the maintenance when it is done."));
      } else {
        inUse.add(host.name());
      }
    }
    reach(cluster, inUse, findings);
    return findings;
  }

  private static void reach(String cluster, List<String> names, List<Finding> findings) {
    if (names.isEmpty()) {
      findings.add(
          Finding.failed(
              NAME,
              cluster,
              VsphereError.HOST_UNREACHABLE,
              "it has no host that is connected and not in maintenance",
              "Connect a host, or end its maintenance."));
      return;
    }
    List<String> reached = new ArrayList<>();
    reachAll(names)
        .forEach(
            (name, outcome) -> {
              try {
                outcome.get();
                reached.add(name);
              } catch (CancellationException e) {
                findings.add(
                    unreached(
                        name,
                        new StorageException(
                            VsphereError.UNREACHABLE,
                            "neither its address nor an answer was had within "
                                + PATIENCE_WITH_ALL.toSeconds()
                                + " s",
                            "Check the name service of this machine, and the network.")));
              } catch (ExecutionException e) {
                if (!(e.getCause() instanceof StorageException failure)) {
                  throw new IllegalStateException(e.getCause());
                }
                findings.add(unreached(name, failure));
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    if (!reached.isEmpty()) {
      findings.add(
          Finding.ok(
              NAME,
              "%d of %d".formatted(reached.size(), names.size()),
              "reached by TLS: " + NameList.of(reached)));
    }
  }

  private static Finding unreached(String name, StorageException failure) {
    return Finding.failed(
        NAME,
        name,
        failure.code(),
        failure.getMessage() + "; disks that it takes part in importing cannot be sent",
        failure.remedy() + " Disks are sent to this host itself, not to the vCenter.");
  }

  private static Map<String, Future<?>> reachAll(List<String> names) {
    ServerProbe probe;
    try {
      probe =
          new ServerProbe(ServerTrust.of(new TargetConfig.Trust(List.of(), null, true)), PATIENCE);
    } catch (StorageException e) {
      throw new IllegalStateException("nothing was to be read for this", e);
    }
    List<Callable<ServerProbe.Reached>> work = new ArrayList<>();
    for (String name : names) {
      Matcher matcher = WITH_PORT.matcher(name);
      boolean withPort = matcher.matches();
      String host = withPort ? matcher.group(1) : bracketed(name);
      int port = withPort ? Integer.parseInt(matcher.group(2)) : HTTPS;
      work.add(() -> probe.reach(host, port));
    }
    ExecutorService threads =
        Executors.newFixedThreadPool(
            Math.min(AT_ONCE, names.size()),
            task -> {
              Thread thread = new Thread(task, "doctor");
              // A name service may take its time, and cannot be interrupted.
              thread.setDaemon(true);
              return thread;
            });
    Map<String, Future<?>> outcomes = new LinkedHashMap<>();
    try {
      List<Future<ServerProbe.Reached>> done =
          threads.invokeAll(work, PATIENCE_WITH_ALL.toMillis(), TimeUnit.MILLISECONDS);
      for (int i = 0; i < names.size(); i++) {
        outcomes.put(names.get(i), done.get(i));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      threads.shutdownNow();
    }
    return outcomes;
  }

  private static String bracketed(String name) {
    return name.contains(":") && !name.startsWith("[") ? "[" + name + "]" : name;
  }
}
