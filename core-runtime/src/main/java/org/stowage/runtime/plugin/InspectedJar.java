package org.stowage.runtime.plugin;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pf4j.PluginDescriptor;
import org.stowage.api.ErrorCode;
import org.stowage.runtime.plugin.PluginReport.Fault;

/**
 * A jar in the plugins folder, and what its files say without running any of its code.
 *
 * @param descriptor what its manifest says; null when it has none that can be read
 * @param extensionClasses the names in its extension index
 * @param faults why it must not be loaded; empty when it may
 */
record InspectedJar(
    Path file,
    @Nullable PluginDescriptor descriptor,
    List<String> extensionClasses,
    List<Fault> faults) {

  /** Follows the name of a jar that must not run for the time being. */
  static final String DISABLED = ".disabled";

  InspectedJar {
    extensionClasses = List.copyOf(extensionClasses);
    faults = List.copyOf(faults);
  }

  /** Whether it may run, as far as its name goes. */
  boolean isEnabled() {
    return !String.valueOf(file.getFileName()).endsWith(DISABLED);
  }

  /** The name that it has while it may run. */
  String enabledName() {
    return enabledName(file);
  }

  /** The name that a jar has while it may run. */
  static String enabledName(Path jar) {
    String name = String.valueOf(jar.getFileName());
    return name.endsWith(DISABLED) ? name.substring(0, name.length() - DISABLED.length()) : name;
  }

  /** Whether nothing is known that speaks against running it. */
  boolean mayRun() {
    return isEnabled() && faults.isEmpty();
  }

  InspectedJar withFault(ErrorCode code, String message, String remedy) {
    List<Fault> more = new ArrayList<>(faults);
    more.add(new Fault(code, message, remedy));
    return new InspectedJar(file, descriptor, extensionClasses, more);
  }

  PluginReport report(List<PluginReport.Extension> extensions) {
    return new PluginReport(
        file,
        descriptor == null ? null : descriptor.getPluginId(),
        descriptor == null ? null : descriptor.getVersion(),
        descriptor == null ? null : descriptor.getProvider(),
        descriptor == null ? null : descriptor.getRequires(),
        extensions,
        isEnabled(),
        faults);
  }
}
