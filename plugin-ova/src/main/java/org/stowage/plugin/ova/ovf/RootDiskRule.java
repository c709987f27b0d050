package org.stowage.plugin.ova.ovf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stowage.api.DiskFormatException;
import org.stowage.plugin.ova.error.OvaError;
import org.stowage.plugin.ova.ovf.Backing.Backed;
import org.stowage.plugin.ova.ovf.OvfDescriptor.Disk;
import org.stowage.plugin.ova.ovf.OvfDescriptor.Item;
import org.stowage.plugin.ova.ovf.OvfDescriptor.Machine;

/**
 * Which disk is the root: the one marked to boot from; else the first hard disk with content, by
 * the address of its controller among controllers of its kind, then by its own address there; else,
 * where no hardware names a disk with content, the first disk with content that is described.
 */
final class RootDiskRule {

  /**
   * The disk chosen.
   *
   * @param controller what the disk hangs on; null when unknown
   * @param uncertain why another disk might be meant; null when none might
   */
  record Choice(Backed backed, @Nullable Item controller, @Nullable String uncertain) {}

  private record Candidate(Item item, @Nullable Item controller, Backed backed) {}

  private static final String HARD_DISK = "17";
  private static final String LOGICAL_DISK = "31";

  private final OvfDescriptor descriptor;
  private final String where;
  private final Backing backing;

  RootDiskRule(OvfDescriptor descriptor, String where) throws DiskFormatException {
    this.descriptor = descriptor;
    this.where = where;
    this.backing = new Backing(descriptor, where);
  }

  Choice choose() throws DiskFormatException {
    List<String> machines = new ArrayList<>();
    List<Candidate> candidates = List.of();
    for (Machine machine : descriptor.machines()) {
      List<Candidate> found = candidates(machine);
      if (!found.isEmpty()) {
        machines.add(OvaError.shown(machine.id()));
        candidates = found;
      }
    }
    if (machines.size() > 1) {
      throw OvaError.refused(
          OvaError.SEVERAL_MACHINES,
          where,
          "it describes %d virtual machines with disks (%s); one is allowed"
              .formatted(machines.size(), OvaError.shown(String.join(", ", machines))),
          "Export the virtual machine you want on its own.");
    }
    return candidates.isEmpty() ? withoutHardware() : first(candidates);
  }

  private List<Candidate> candidates(Machine machine) throws DiskFormatException {
    List<Item> items =
        ActiveHardware.items(machine, ActiveHardware.configuration(descriptor.configurations()));
    Map<String, Item> byInstance = new HashMap<>();
    items.forEach(item -> byInstance.putIfAbsent(item.instanceId(), item));
    List<Candidate> candidates = new ArrayList<>();
    for (Item item : items) {
      boolean disk =
          item.resourceType().equals(HARD_DISK) || item.resourceType().equals(LOGICAL_DISK);
      if (disk && !item.hostResources().isEmpty()) {
        Backed backed = backing.ofHostResource(onlyResource(item));
        String parent = Backing.text(item.parent());
        if (backed.file() != null) {
          candidates.add(
              new Candidate(item, parent.isEmpty() ? null : byInstance.get(parent), backed));
        }
      }
    }
    return candidates;
  }

  private String onlyResource(Item item) throws DiskFormatException {
    if (item.hostResources().size() > 1) {
      throw OvaError.damaged(
          OvaError.REFERENCE,
          where,
          "its disk item \"%s\" has %d contents; one is allowed"
              .formatted(OvaError.shown(item.instanceId()), item.hostResources().size()));
    }
    return item.hostResources().get(0);
  }

  private static Choice first(List<Candidate> candidates) {
    for (Candidate candidate : candidates) {
      Disk disk = candidate.backed().disk();
      if (disk != null && disk.boot()) {
        return new Choice(candidate.backed(), candidate.controller(), null);
      }
    }
    List<String> kinds =
        candidates.stream().map(it -> Controllers.kind(it.controller())).distinct().toList();
    Candidate first =
        candidates.stream()
            .min(
                Comparator.<Candidate>comparingInt(
                        it -> kinds.indexOf(Controllers.kind(it.controller())))
                    .thenComparingLong(
                        it -> it.controller() == null ? 0 : address(it.controller().address()))
                    .thenComparingLong(it -> address(it.item().addressOnParent())))
            .orElseThrow();
    return new Choice(first.backed(), first.controller(), doubt(candidates, kinds));
  }

  private static @Nullable String doubt(List<Candidate> candidates, List<String> kinds) {
    if (candidates.size() == 1) {
      return null;
    }
    if (kinds.size() > 1) {
      return "its %d disks hang on controllers of different kinds".formatted(candidates.size());
    }
    return kinds.contains("")
        ? "the controllers of its %d disks are unknown".formatted(candidates.size())
        : null;
  }

  private Choice withoutHardware() throws DiskFormatException {
    Backed chosen = null;
    int withContent = 0;
    for (Disk disk : descriptor.disks()) {
      if (!Backing.text(disk.fileRef()).isEmpty()) {
        withContent++;
        boolean better = chosen == null || disk.boot() && !chosen.disk().boot();
        chosen = better ? backing.ofDisk(disk) : chosen;
      }
    }
    if (chosen == null) {
      throw OvaError.refused(
          OvaError.NO_ROOT_DISK,
          where,
          "it describes no hard disk with content",
          "Give an OVA whose descriptor has a hard disk with a file, or the disk itself.");
    }
    return new Choice(
        chosen,
        null,
        "no machine in it uses any of its %d disks with content".formatted(withContent));
  }

  /** Addresses are numbers; what has none, or no number, comes last. */
  private static long address(@Nullable String text) {
    return text != null && text.matches("[0-9]{1,18}") ? Long.parseLong(text) : Long.MAX_VALUE;
  }
}
