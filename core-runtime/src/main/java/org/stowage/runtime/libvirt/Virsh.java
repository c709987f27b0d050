package org.stowage.runtime.libvirt;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.stowage.api.StorageException;
import org.stowage.runtime.program.HostProgram;
import org.stowage.runtime.program.HostProgram.Ended;

/**
 * A libvirt daemon by its own command: one process a call. Safe for use by several threads.
 *
 * @param uri as of {@code virsh --connect}
 */
record Virsh(String uri) {

  private static final Duration LONGEST = Duration.ofMinutes(2);

  /** All domains, whoever made them. */
  Set<UUID> all() throws IOException {
    return ids(List.of("list", "--all", "--uuid"));
  }

  /** Those that run, or are paused. */
  Set<UUID> active() throws IOException {
    return ids(List.of("list", "--uuid"));
  }

  Set<String> names() throws IOException {
    return new TreeSet<>(
        run("listing domains", List.of("list", "--all", "--name")).lines().toList());
  }

  private Set<UUID> ids(List<String> command) throws IOException {
    Set<UUID> ids = new TreeSet<>();
    for (String line : run("listing domains", command).lines().toList()) {
      if (!line.isBlank()) {
        ids.add(UUID.fromString(line.strip()));
      }
    }
    return ids;
  }

  /** What is defined, not what runs; empty when there is no such domain. */
  Optional<String> xml(UUID domain) throws IOException {
    Ended ended = call(List.of("dumpxml", "--inactive", domain.toString()));
    if (ended.status() == 0) {
      return Optional.of(ended.output());
    }
    if (!all().contains(domain)) {
      return Optional.empty();
    }
    throw refused("reading the domain " + domain, ended);
  }

  /** Whether this host's processor can run guests by itself. */
  boolean hasKvm() throws IOException {
    return call(List.of("domcapabilities", "--virttype", "kvm")).status() == 0;
  }

  String hostName() throws IOException {
    return run("asking for the host's name", List.of("hostname")).strip();
  }

  void requireNetwork(String network) throws IOException {
    run("looking for the network " + network, List.of("net-info", "--network", network));
  }

  void define(String what, Path xml) throws IOException {
    run("defining " + what, List.of("define", "--file", xml.toString()));
  }

  void start(String what, UUID domain) throws IOException {
    run("starting " + what, List.of("start", domain.toString()));
  }

  /** Asks the guest to end, which may take no notice. */
  void shutdown(UUID domain) throws IOException {
    // A guest that has ended meanwhile is what is wanted.
    call(List.of("shutdown", domain.toString()));
  }

  /** Ends a domain at once; done when it does not run. */
  void destroy(String what, UUID domain) throws IOException {
    Ended ended = call(List.of("destroy", domain.toString()));
    if (ended.status() != 0 && active().contains(domain)) {
      throw refused("ending " + what, ended);
    }
  }

  /** Removes what is defined; done when there is nothing. The domain must not run. */
  void undefine(String what, UUID domain) throws IOException {
    Ended ended =
        call(
            List.of(
                "undefine",
                domain.toString(),
                "--managed-save",
                "--snapshots-metadata",
                "--nvram"));
    if (ended.status() != 0 && all().contains(domain)) {
      throw refused("undefining " + what, ended);
    }
  }

  /** Lets a guest see that a disk has grown. */
  void resizeBlock(String what, UUID domain, String path, long bytes) throws IOException {
    run("growing a disk of " + what, List.of("blockresize", domain.toString(), path, bytes + "B"));
  }

  /** Lets the guest's file systems rest, by its agent; returns whether they do. */
  boolean freeze(UUID domain) throws IOException {
    return call(List.of("domfsfreeze", domain.toString())).status() == 0;
  }

  void thaw(String what, UUID domain) throws IOException {
    run("thawing the file systems of " + what, List.of("domfsthaw", domain.toString()));
  }

  private String run(String attempted, List<String> command) throws IOException {
    Ended ended = call(command);
    if (ended.status() != 0) {
      throw refused(attempted, ended);
    }
    return ended.output();
  }

  private Ended call(List<String> command) throws IOException {
    List<String> all = new ArrayList<>(List.of("--connect", uri, "--quiet"));
    all.addAll(command);
    return HostProgram.find("virsh").run(LONGEST, all);
  }

  private StorageException refused(String attempted, Ended ended) {
    return new StorageException(
        LibvirtError.REFUSED,
        attempted + " on the libvirt host " + uri + ": " + ended.words(),
        "See what the daemon says in its log, and whether it runs: virsh --connect "
            + uri
            + " list");
  }
}
