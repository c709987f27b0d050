package org.stowage.plugin.ova.ovf;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.stowage.api.DiskFormatException;
import org.stowage.api.ErrorCode;
import org.stowage.api.disk.Problem;
import org.stowage.api.disk.Problem.Severity;
import org.stowage.plugin.ova.error.OvaError;
import org.stowage.plugin.ova.ovf.OvfDescriptor.Configuration;
import org.stowage.plugin.ova.ovf.OvfDescriptor.Disk;
import org.stowage.plugin.ova.ovf.OvfDescriptor.File;

/** Turns what the descriptor says of the chosen disk into checked facts. */
final class RootDiskFacts {

  /** Chunks smaller than a sector serve nobody but who wants to exhaust a reader. */
  private static final long MIN_CHUNK_BYTES = 512;

  private final String folder;
  private final String where;

  RootDiskFacts(String folder, String where) {
    this.folder = folder;
    this.where = where;
  }

  RootDisk of(OvfDescriptor descriptor, RootDiskRule rule) throws DiskFormatException {
    RootDiskRule.Choice choice = rule.choose();
    File file = Objects.requireNonNull(choice.backed().file());
    Disk disk = choice.backed().disk();
    refuseDelta(descriptor, choice);
    List<Problem> problems = new ArrayList<>(problems(descriptor));
    List<String> memberNames = Href.memberNames(folder, file.href(), where);
    if (choice.uncertain() != null) {
      problems.add(
          problem(
              OvaError.ROOT_DISK_UNCERTAIN,
              Severity.WARNING,
              "%s was taken as the root disk, but may not be it: %s"
                  .formatted(OvaError.shown(memberNames.get(0)), choice.uncertain()),
              "Check that it is the disk to boot from."));
    }
    return new RootDisk(
        memberNames,
        number(file.size()),
        compressed(file),
        chunkBytes(file),
        Controllers.adapter(choice.controller()),
        capacity(disk),
        disk == null ? -1 : number(disk.populatedSize()),
        disk == null ? null : disk.format(),
        problems);
  }

  private List<Problem> problems(OvfDescriptor descriptor) {
    List<Problem> problems = new ArrayList<>();
    Configuration configuration = ActiveHardware.configuration(descriptor.configurations());
    if (configuration != null && descriptor.configurations().size() > 1) {
      problems.add(
          problem(
              OvaError.CONFIGURATION,
              Severity.INFO,
              "of its %d deployment configurations, \"%s\" counts"
                  .formatted(
                      descriptor.configurations().size(), OvaError.shown(configuration.id())),
              ""));
    }
    if (!descriptor.unknownSections().isEmpty()) {
      problems.add(
          problem(
              OvaError.UNKNOWN_SECTION,
              Severity.WARNING,
              "it demands that these sections are understood, and they are ignored: "
                  + OvaError.shown(
                      String.join(
                          ", ",
                          descriptor.unknownSections().stream().distinct().limit(8).toList())),
              "Only the disk is taken; settings from these sections have to be made by hand."));
    }
    return problems;
  }

  private void refuseDelta(OvfDescriptor descriptor, RootDiskRule.Choice choice)
      throws DiskFormatException {
    Disk disk = choice.backed().disk();
    if (disk == null) {
      return;
    }
    boolean child = !Backing.text(disk.parentRef()).isEmpty();
    // Without hardware to say so, a base may not be told from its own, newer state.
    boolean parent =
        choice.uncertain() != null
            && descriptor.disks().stream().anyMatch(it -> disk.id().equals(it.parentRef()));
    if (child || parent) {
      throw OvaError.refused(
          OvaError.DELTA_DISK,
          where,
          "its disk \"%s\" is %s another one (parentRef)"
              .formatted(OvaError.shown(disk.id()), child ? "the difference to" : "the base of"),
          "Consolidate the snapshots of the virtual machine, then export it again.");
    }
  }

  private long capacity(@Nullable Disk disk) throws DiskFormatException {
    if (disk == null) {
      return -1;
    }
    boolean gibibytes = disk.capacity() == null && disk.sizeGibibytes() != null;
    String number = gibibytes ? disk.sizeGibibytes() : disk.capacity();
    String units = gibibytes ? "byte * 2^30" : disk.units();
    return Capacity.bytes(number, units, where).orElse(-1);
  }

  private boolean compressed(File file) throws DiskFormatException {
    return switch (Backing.text(file.compression())) {
      case "", "identity" -> false;
      case "gzip" -> true;
      default ->
          throw OvaError.refused(
              OvaError.COMPRESSION,
              where,
              "its file \"%s\" is compressed by \"%s\"; known are gzip and identity"
                  .formatted(OvaError.shown(file.href()), OvaError.shown(file.compression())),
              "Export the appliance again without compression of its files.");
    };
  }

  private long chunkBytes(File file) throws DiskFormatException {
    String text = Backing.text(file.chunkSize());
    if (text.isEmpty()) {
      return 0;
    }
    long bytes = number(text);
    if (bytes < MIN_CHUNK_BYTES) {
      throw OvaError.damaged(
          OvaError.CHUNKS,
          where,
          "the chunks of its file \"%s\" have \"%s\" bytes; allowed are %d to 10^18-1"
              .formatted(OvaError.shown(file.href()), OvaError.shown(text), MIN_CHUNK_BYTES));
    }
    return bytes;
  }

  /** A number that only helps; -1 when it is none. */
  private static long number(@Nullable String text) {
    return text != null && text.matches("[0-9]{1,18}") ? Long.parseLong(text) : -1;
  }

  private Problem problem(ErrorCode code, Severity severity, String message, String fix) {
    return new Problem(code, severity, OvaError.shown(where) + ": " + message, fix);
  }
}
