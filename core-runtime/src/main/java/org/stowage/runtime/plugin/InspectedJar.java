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

  InspectedJar {
    extensionClasses = List.copyOf(extensionClasses);
    faults = List.copyOf(faults);
  }

  String fileName() {
    return String.valueOf(file.getFileName());
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
        faults);
  }
}
