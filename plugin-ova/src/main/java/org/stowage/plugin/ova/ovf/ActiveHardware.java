package org.stowage.plugin.ova.ovf;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stowage.plugin.ova.ovf.OvfDescriptor.Configuration;
import org.stowage.plugin.ova.ovf.OvfDescriptor.Hardware;
import org.stowage.plugin.ova.ovf.OvfDescriptor.Item;
import org.stowage.plugin.ova.ovf.OvfDescriptor.Machine;

/** The items of a machine that are in force when it is deployed without further choices. */
final class ActiveHardware {

  private ActiveHardware() {}

  /** The default configuration, else the first one; null when there is none. */
  static @Nullable Configuration configuration(List<Configuration> configurations) {
    return configurations.stream()
        .filter(Configuration::isDefault)
        .findFirst()
        .orElse(configurations.isEmpty() ? null : configurations.get(0));
  }

  /** The items in force, in the order of the document. */
  static List<Item> items(Machine machine, @Nullable Configuration configuration) {
    List<Item> active = new ArrayList<>();
    Set<String> replaced = new HashSet<>();
    for (Item item : hardware(machine.hardware())) {
      if (isReal(item) && inForce(item, configuration)) {
        active.add(item);
        if (!isGeneral(item)) {
          replaced.add(item.instanceId());
        }
      }
    }
    active.removeIf(item -> isGeneral(item) && replaced.contains(item.instanceId()));
    return active;
  }

  /** The hardware for a VMware platform, else for VirtualBox, else the first. */
  private static List<Item> hardware(List<Hardware> sections) {
    for (String family : List.of("vmx-", "virtualbox-")) {
      for (Hardware section : sections) {
        if (section.systemTypes().contains(family)) {
          return section.items();
        }
      }
    }
    return sections.isEmpty() ? List.of() : sections.get(0).items();
  }

  private static boolean isGeneral(Item item) {
    return item.configurations() == null || item.configurations().isEmpty();
  }

  private static boolean inForce(Item item, @Nullable Configuration configuration) {
    return isGeneral(item)
        || configuration != null
            && List.of(item.configurations().split("\\s+")).contains(configuration.id());
  }

  /** Items with a bound only say within which limits another one may be changed. */
  private static boolean isReal(Item item) {
    return item.bound() == null || item.bound().isEmpty() || item.bound().equals("normal");
  }
}
