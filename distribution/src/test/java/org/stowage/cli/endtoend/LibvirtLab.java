package org.stowage.cli.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.stowage.testkit.lab.LabGateway;
import org.stowage.testkit.lab.LabGateway.LabHost;
import org.stowage.testkit.lab.LabLibvirt;

/**
 * A simulated array, and real libvirt hosts that use it: {@code kvm-1}, and {@code kvm-2} once it
 * is asked for. Both see their devices, and the folders of their instances, at the same paths, as
 * hosts do.
 */
final class LibvirtLab implements AutoCloseable {

  private static final Duration LONGEST_BOOT = Duration.ofMinutes(2);

  private final Path folder;
  private final LabGateway array;
  private final List<KvmHost> hosts = new ArrayList<>();

  /**
   * @param arrayOptions as of {@code dev/lab gateway}
   */
  LibvirtLab(Path folder, String... arrayOptions) throws IOException {
    this.folder = folder;
    array = LabGateway.start(folder.resolve("links-1"), arrayOptions);
    try {
      hosts.add(host(1, array.thisHost()));
    } catch (IOException | RuntimeException | Error e) {
      array.close();
      throw e;
    }
  }

  LabGateway array() {
    return array;
  }

  KvmHost first() {
    return hosts.get(0);
  }

  /** A second host, started at the first call. */
  KvmHost second() throws IOException {
    if (hosts.size() == 1) {
      hosts.add(host(2, array.otherHost()));
    }
    return hosts.get(1);
  }

  /** Boots a host whose daemon was killed. */
  KvmHost reboot(KvmHost dead) throws IOException {
    int number = hosts.indexOf(dead) + 1;
    hosts.set(number - 1, host(number, dead.known()));
    return hosts.get(number - 1);
  }

  private KvmHost host(int number, LabHost known) throws IOException {
    Path own = Files.createDirectories(folder.resolve("h" + number));
    Path devices = folder.resolve("by-id");
    Path instances = folder.resolve("instances");
    LabLibvirt daemon =
        LabLibvirt.start(
            own,
            "kvm-" + number,
            Map.of(known.byIdFolder(), devices, own.resolve("instances"), instances));
    Map<String, Object> options = array.options();
    options.put("drv_cfg_path", known.drvCfg().toString());
    options.put("by_id_path", devices.toString());
    Path config = folder.resolve("kvm-" + number + ".toml");
    Files.writeString(
        config,
        ScaleioConfig.toml(options)
            + """

            [targets.kvm-%d]
            kind = "libvirt"
            uri = "%s"
            instances_path = "%s"
            virt_type = "qemu"
            shutdown_timeout = 0
            """
                .formatted(number, daemon.uri(), instances));
    return new KvmHost(
        daemon, known, config, own.resolve("instances"), InstalledStowage.on(folder));
  }

  /**
   * A host.
   *
   * @param known how the array knows it
   */
  record KvmHost(
      LabLibvirt daemon, LabHost known, Path config, Path instances, InstalledStowage installed) {

    /** The command on this host. */
    List<String> command(String... arguments) {
      List<String> command = new ArrayList<>(List.of(installed.launcher().toString()));
      command.addAll(List.of(arguments));
      command.add("--config=" + config);
      return daemon.inside(command);
    }

    InstalledStowage.Outcome run(String... arguments) throws IOException, InterruptedException {
      return installed.start(command(arguments)).outcome();
    }

    JsonNode json(String... arguments) throws IOException, InterruptedException {
      List<String> all = new ArrayList<>(List.of(arguments));
      all.addAll(List.of("-o", "json"));
      InstalledStowage.Outcome outcome = run(all.toArray(String[]::new));
      if (outcome.status() != 0) {
        throw new AssertionError(outcome);
      }
      return outcome.json();
    }

    JsonNode deploy(String name, String... more) throws IOException, InterruptedException {
      List<String> all =
          new ArrayList<>(
              List.of(
                  "deploy",
                  InstalledStowage.helloOva().toString(),
                  "--name",
                  name,
                  "--memory",
                  "32MiB"));
      all.addAll(List.of(more));
      if (all.stream().noneMatch(option -> option.startsWith("--disk-size"))) {
        all.add("--disk-size=8GiB");
      }
      return json(all.toArray(String[]::new));
    }

    InstalledStowage.Outcome succeed(String... arguments) throws IOException, InterruptedException {
      InstalledStowage.Outcome outcome = run(arguments);
      if (outcome.status() != 0) {
        throw new AssertionError(outcome);
      }
      return outcome;
    }

    /** Starts a run, and kills it when the array has got a call of an operation. */
    void killAt(LabGateway array, String operation, String... arguments)
        throws IOException, InterruptedException {
      killAtCall(array, operation, 1, arguments);
    }

    /** Starts a run, and kills it when the array has got so many calls of an operation. */
    void killAtCall(LabGateway array, String operation, int calls, String... arguments)
        throws IOException, InterruptedException {
      array.forgetCalls();
      InstalledStowage.Running running = installed.start(command(arguments));
      while (array.operations().stream().filter(operation::equals).count() < calls) {
        if (!running.process().isAlive()) {
          throw new AssertionError(running.outcome());
        }
        Thread.onSpinWait();
      }
      // The process that was started waits for the one inside the host.
      running.process().descendants().forEach(ProcessHandle::destroyForcibly);
      running.outcome();
    }

    /** The file of an instance's console, as this test sees it. */
    Path console(JsonNode instance) {
      return instances.resolve(instance.at("/id").textValue()).resolve("console.log");
    }

    /** What libvirt says of a domain's state. */
    String state(String name) throws IOException, InterruptedException {
      return daemon.virsh("domstate", name).strip();
    }

    String domain(String name) throws IOException, InterruptedException {
      return daemon.virsh("dumpxml", "--inactive", name);
    }
  }

  /** Waits until a console has said so many lines, and returns all it has said. */
  static String awaitLines(Path console, int lines) throws IOException {
    long start = System.nanoTime();
    String said = "";
    while (said.lines().count() < lines) {
      if (System.nanoTime() - start > LONGEST_BOOT.toNanos()) {
        throw new AssertionError("the console says no more than: " + said);
      }
      Thread.onSpinWait();
      said = Files.exists(console) ? Files.readString(console, StandardCharsets.ISO_8859_1) : "";
    }
    return said;
  }

  @Override
  public void close() throws IOException {
    for (KvmHost host : hosts) {
      host.daemon().close();
    }
    array.close();
  }
}
