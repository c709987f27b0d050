package org.stowage.testkit.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.stowage.testkit.RealPeers;

/**
 * A real libvirt daemon that runs as long as this is open, as a host of its own: with its own name,
 * folders and domains, and its own view of a folder of devices. Several run side by side.
 *
 * <p>It lives in namespaces (mount, UTS, PID), which end with this process, however that ends, and
 * take every guest with them. Making them needs root.
 */
public final class LabLibvirt implements AutoCloseable {

  /** Its arguments: folder, host name, what the host sees as devices, where it does, and URI. */
  private static final String SCRIPT =
      """
      folder=$1
      hostname "$2"
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
      mkdir -p "$3" "$4"
      mount --bind "$3" "$4"
      libvirtd > "$folder/daemon.log" 2>&1 < /dev/null &
      for i in $(seq 200); do
        if virsh --connect "$5" list > /dev/null 2>&1; then
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
   * @param folder of its own, for all it keeps; must exist, with a short path
   * @param hostName what it calls itself; another one for each
   * @param devices the folder of links to this host's devices
   * @param seenAs where this host sees that folder: the same for all hosts
   * @throws AssertionError if programs or rights are missing and peers are required
   * @throws org.opentest4j.TestAbortedException if they are missing otherwise
   */
  public static LabLibvirt start(Path folder, String hostName, Path devices, Path seenAs)
      throws IOException {
    for (String program : List.of("libvirtd", "virsh", "qemu-system-x86_64")) {
      RealPeers.require(program);
    }
    RealPeers.requireRoot();
    for (String each : List.of("run", "lib", "log", "cache", "etc", "sockets")) {
      Files.createDirectory(folder.resolve(each));
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
    return new LabLibvirt(
        LabProcess.start(
            "unshare",
            "--mount",
            "--uts",
            "--pid",
            "--fork",
            "--kill-child",
            "sh",
            "-c",
            SCRIPT,
            "sh",
            folder.toString(),
            hostName,
            devices.toString(),
            seenAs.toString(),
            uri(folder)),
        folder);
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
