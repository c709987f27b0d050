package org.stowage.runtime.libvirt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.runtime.config.ByteSize;
import org.stowage.runtime.doctor.Finding;

/** Whether instances could be run on a host. */
final class LibvirtExamination {

  private final Domains domains;
  private final List<Finding> findings = new ArrayList<>();

  LibvirtExamination(Domains domains) {
    this.domains = domains;
  }

  /** Looks at one thing; what it throws is what was found. */
  private interface Check {
    Finding look(String name, String subject) throws IOException;
  }

  List<Finding> findings() {
    String uri = domains.config().uri();
    String folder = domains.config().instances().toString();
    check("libvirt", uri, this::daemon);
    check("instances-folder", folder, this::folder);
    check("array", domains.disks().backendId(), this::array);
    check("array-host", domains.disks().backendId(), this::host);
    return findings;
  }

  private void check(String name, String subject, Check check) {
    try {
      findings.add(check.look(name, subject));
    } catch (StorageException e) {
      findings.add(Finding.failed(name, subject, e));
    } catch (IOException e) {
      findings.add(
          Finding.failed(
              name, subject, CommonError.IO, String.valueOf(e), "See what is in its way."));
    }
  }

  private Finding daemon(String name, String subject) throws IOException {
    String virtType = domains.config().virtType();
    boolean kvm = domains.virsh().hasKvm();
    String seen =
        "host " + domains.hostName() + ", " + domains.list().size() + " instances of Stowage";
    if (kvm || "qemu".equals(virtType)) {
      return Finding.ok(name, subject, seen + (kvm ? ", with KVM" : ", software emulation"));
    }
    return virtType == null
        ? Finding.warning(
            name,
            subject,
            seen + ", no KVM: guests are emulated, which is slow",
            "See whether the processor's virtualization is on: virt-host-validate qemu")
        : Finding.failed(
            name,
            subject,
            LibvirtError.REFUSED,
            seen + ", no KVM, and virt_type is kvm",
            "See whether the processor's virtualization is on: virt-host-validate qemu");
  }

  private Finding folder(String name, String subject) throws IOException {
    Path folder = domains.config().instances();
    Files.createDirectories(folder);
    Files.delete(Files.createTempFile(folder, "stowage", ".examination"));
    long unfinished =
        InstanceFolder.all(folder, domains.hostName()).stream()
            .filter(InstanceFolder::isUnfinished)
            .count();
    return unfinished == 0
        ? Finding.ok(name, subject, "can be written to")
        : Finding.warning(
            name,
            subject,
            unfinished + " instances are being made or removed, or were when a run was killed",
            "The next deploy, or reconcile, clears away what was left.");
  }

  private Finding array(String name, String subject) throws IOException {
    return Finding.ok(
        name,
        subject,
        "answers; volumes are multiples of " + ByteSize.show(domains.disks().multipleBytes()));
  }

  private Finding host(String name, String subject) throws IOException {
    return Finding.ok(
        name,
        subject,
        "knows this host, which has " + domains.disks().connected().size() + " volumes connected");
  }
}
