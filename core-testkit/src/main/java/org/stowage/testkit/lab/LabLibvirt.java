package org.stowage.testkit.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.stowage.testkit.RealPeers;

/**
 * A real libvirt daemon that runs as long as this is open, as a host of its own: with its own name,
 * folders and domains, and its own view of some folders. Several run side by side.
 *
 * <p>It lives in namespaces (mount, UTS, PID), which end with this process, however that ends, and
 * take every guest with them. Making them needs root.
 */
public final class LabLibvirt implements AutoCloseable {

  /** Its arguments: folder, host name, URI, then pairs: a folder, and where the host sees it. */
  private static final String SCRIPT =
      """
      folder=$1
      hostname "$2"
      rm -rf "$folder"/run/* "$folder"/sockets/*
      mount --make-rprivate /
      mount -t proc proc /proc
      for each in run lib log cache etc; do
        case $each in
          run) place=/run/libvirt ;;
          etc) place=/etc/libvirt ;;
          *) place=/var/$each/libvirt ;;
        esac
        mkdir -p "$place"
        mount --bind "$folder/$each" "$place"
      done
      uri=$3
      shift 3
      while [ $# -gt 0 ]; do
        mkdir -p "$1" "$2"
        mount --bind "$1" "$2"
        shift 2
      done
      libvirtd --pid-file "$folder/run/libvirtd.pid" > "$folder/daemon.log" 2>&1 < /dev/null &
      for i in $(seq 200); do
        if virsh --connect "$uri" list > /dev/null 2>&1; then
          echo ready
          cat > /dev/null
          exit
        fi
        sleep 0.1
      done
      cat "$folder/daemon.log" >&2
      """;

  private final LabProcess process;
  private final Path folder;

  private LabLibvirt(LabProcess process, Path folder) {
    this.process = process;
    this.folder = folder;
  }

  /**
   * Starts a daemon.
   *
   * @param folder of its own, for all it keeps; must exist, with a short path. One that another
   *     daemon had which was killed is a host that boots again
   * @param hostName what it calls itself; another one for each
   * @param views folders that this host sees elsewhere: where all hosts see theirs
   * @throws AssertionError if programs or rights are missing and peers are required
   * @throws org.opentest4j.TestAbortedException if they are missing otherwise
   */
  public static LabLibvirt start(Path folder, String hostName, Map<Path, Path> views)
      throws IOException {
    for (String program : List.of("libvirtd", "virsh", "qemu-system-x86_64")) {
      RealPeers.require(program);
    }
    RealPeers.requireRoot();
    for (String each : List.of("run", "lib", "log", "cache", "etc", "sockets")) {
      Files.createDirectories(folder.resolve(each));
    }
    Files.writeString(
        folder.resolve("etc/libvirtd.conf"),
        """
        host_uuid = "%s"
        unix_sock_dir = "%s"
        auth_unix_rw = "none"
        """
            .formatted(UUID.randomUUID(), folder.resolve("sockets")));
    Files.writeString(
        folder.resolve("etc/qemu.conf"),
        """
        security_driver = "none"
        user = "root"
        group = "root"
        cgroup_controllers = []
        namespaces = []
        stdio_handler = "file"
        """);
    List<String> options =
        new ArrayList<>(List.of("--uts", "--pid", "--fork", "--kill-child", "sh", "-c", SCRIPT));
    options.addAll(List.of("sh", folder.toString(), hostName, uri(folder)));
    views.forEach((from, to) -> options.addAll(List.of(from.toString(), to.toString())));
    return new LabLibvirt(
        LabProcess.start("unshare", "--mount", options.toArray(String[]::new)), folder);
  }

  private static String uri(Path folder) {
    return "qemu+unix:///system?socket=" + folder.resolve("sockets/libvirt-sock");
  }

  /** What clients on this machine reach it by. */
  public String uri() {
    return uri(folder);
  }

  /** The command that runs another one as a process of this host. */
  public List<String> inside(List<String> command) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "nsenter",
                "--target",
                String.valueOf(process.firstChild()),
                "--mount",
                "--uts",
                "--pid"));
    all.addAll(command);
    return all;
  }

  /** Runs a command of virsh, which must succeed. */
  public String virsh(String... arguments) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("--connect", uri(), "--quiet"));
    all.addAll(List.of(arguments));
    return RealPeers.run(folder, "virsh", all.toArray(String[]::new));
  }

  /** Ends it as a crash of the host would. */
  public void kill() throws InterruptedException {
    process.kill();
  }

  @Override
  public void close() throws IOException {
    process.close();
  }
}
