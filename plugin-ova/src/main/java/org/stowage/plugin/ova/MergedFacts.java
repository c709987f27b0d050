package org.stowage.plugin.ova;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.stowage.api.disk.AdapterType;
import org.stowage.api.disk.DiskFacts;
import org.stowage.api.disk.Problem;
import org.stowage.api.disk.Problem.Severity;
import org.stowage.plugin.ova.error.OvaError;
import org.stowage.plugin.ova.ovf.RootDisk;

/** What the package and the disk in it say together. Of the disk's size, the disk knows best. */
final class MergedFacts {

  private MergedFacts() {}

  static DiskFacts of(OvaPackage ova, DiskFacts disk, String archive) {
    RootDisk said = ova.rootDisk();
    AdapterType adapter = said.adapterType() != null ? said.adapterType() : disk.adapterType();
    boolean plausible = said.populatedBytes() >= 0 && said.populatedBytes() <= disk.capacityBytes();
    List<Problem> problems = new ArrayList<>(ova.problems());
    capacity(said, disk, archive).ifPresent(problems::add);
    format(said, disk, archive).ifPresent(problems::add);
    problems.addAll(disk.problems());
    return new DiskFacts(
        OvaFormat.ID,
        disk.format(),
        disk.fileName(),
        disk.createType(),
        disk.capacityBytes(),
        adapter,
        plausible ? said.populatedBytes() : disk.populatedBytes(),
        said.compressed() ? null : ova.promisedDigest().orElse(null),
        problems);
  }

  private static Optional<Problem> capacity(RootDisk said, DiskFacts disk, String archive) {
    if (said.capacityBytes() < 0 || said.capacityBytes() == disk.capacityBytes()) {
      return Optional.empty();
    }
    return Optional.of(
        new Problem(
            OvaError.CAPACITY_DIFFERS,
            Severity.WARNING,
            "%s: %s has a capacity of %d bytes; the descriptor says %d, which is not used"
                .formatted(
                    OvaError.shown(archive),
                    OvaError.shown(disk.fileName()),
                    disk.capacityBytes(),
                    said.capacityBytes()),
            "Mend capacity and capacityAllocationUnits in the descriptor: vSphere believes them."));
  }

  /** Hosts import streams; a descriptor that promises one in vain is found out there, late. */
  private static Optional<Problem> format(RootDisk said, DiskFacts disk, String archive) {
    String uri = said.formatUri() == null ? "" : said.formatUri();
    String kind = uri.toLowerCase(Locale.ROOT);
    String type = disk.createType();
    boolean differs = kind.endsWith("#streamoptimized") && !"streamOptimized".equals(type);
    if (!differs && (kind.isEmpty() || kind.contains("vmdk"))) {
      return Optional.empty();
    }
    return Optional.of(
        new Problem(
            OvaError.FORMAT_DIFFERS,
            Severity.WARNING,
            "%s: %s is a VMDK of type %s; the descriptor says its format is %s"
                .formatted(
                    OvaError.shown(archive),
                    OvaError.shown(disk.fileName()),
                    type,
                    OvaError.shown(uri)),
            "vSphere's import may refuse it; export the disk as streamOptimized."));
  }
}
