package org.stowage.runtime.plugin;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.pf4j.PluginDescriptor;
import org.stowage.api.ErrorCode;
import org.stowage.api.StorageException;
import org.stowage.runtime.plugin.PluginReport.Extension;
import org.stowage.runtime.plugin.fence.Fence;

/**
 * Takes jars in, stage by stage: looked into, told apart by their ids, started, told apart by what
 * they offer. A jar that fails one stage does not reach the next, and what ran of it is closed.
 *
 * <p>Where two plugins claim the same, neither is kept. Which one is meant cannot be known, and to
 * prefer either would let the name of a file decide who writes a disk's bytes.
 */
final class PluginLoading {

  private final SharedClasses shared = new SharedClasses(PluginLoading.class.getClassLoader());
  private final Fence fence;
  private final Map<Path, InspectedJar> jars = new TreeMap<>();
  private final Map<Path, LoadedPlugin> running = new TreeMap<>();

  /** Loads all that can be loaded; what cannot is told by its {@linkplain #reports report}. */
  PluginLoading(List<Path> files, PluginTrust trust, Fence fence) {
    this.fence = fence;
    for (Path file : files) {
      jars.put(file, trust.judge(JarInspection.inspect(file)));
    }
    refuseContestedIds();
    for (InspectedJar jar : List.copyOf(jars.values())) {
      PluginDescriptor descriptor = jar.descriptor();
      if (descriptor != null && jar.mayRun()) {
        load(jar, descriptor);
      }
    }
    refuseContestedExtensions();
  }

  /** One for each file, in order of their names. */
  List<PluginReport> reports() {
    List<PluginReport> reports = new ArrayList<>();
    for (InspectedJar jar : jars.values()) {
      List<Extension> extensions = new ArrayList<>();
      LoadedPlugin plugin = running.get(jar.file());
      if (plugin != null) {
        for (LoadedExtension each : plugin.extensions()) {
          extensions.add(new Extension(each.kind(), each.id()));
        }
      }
      reports.add(jar.report(extensions));
    }
    return reports;
  }

  /** The plugins in use, in the order in which they were started; the caller closes them. */
  List<LoadedPlugin> running() {
    return List.copyOf(running.values());
  }

  private void load(InspectedJar jar, PluginDescriptor descriptor) {
    try {
      running.put(jar.file(), LoadedPlugin.load(jar, descriptor, shared, fence));
    } catch (StorageException e) {
      refuse(jar.file(), e);
    }
  }

  private void refuseContestedIds() {
    Map<String, List<Path>> holders = new TreeMap<>();
    for (InspectedJar jar : jars.values()) {
      PluginDescriptor descriptor = jar.descriptor();
      if (descriptor != null && jar.mayRun()) {
        hold(holders, "the plugin id " + descriptor.getPluginId(), jar.file());
      }
    }
    refuseContested(
        holders,
        PluginError.DUPLICATE_ID,
        "Remove the jars that are not wanted, such as older versions.");
  }

  private void refuseContestedExtensions() {
    Map<String, List<Path>> holders = new TreeMap<>();
    running.forEach(
        (file, plugin) -> {
          for (LoadedExtension extension : plugin.extensions()) {
            for (String claim : extension.claims()) {
              hold(holders, claim, file);
            }
          }
        });
    refuseContested(
        holders,
        PluginError.DUPLICATE_EXTENSION,
        "Remove one of them, or ask a provider for another name.");
  }

  private static void hold(Map<String, List<Path>> holders, String claim, Path file) {
    holders.computeIfAbsent(claim, anyClaim -> new ArrayList<>()).add(file);
  }

  private void refuseContested(Map<String, List<Path>> holders, ErrorCode code, String remedy) {
    holders.forEach(
        (claim, files) -> {
          if (files.size() > 1) {
            List<String> names =
                files.stream().map(Path::getFileName).map(String::valueOf).toList();
            for (Path file : Set.copyOf(files)) {
              refuse(file, code, claim + " is claimed by " + String.join(" and ", names), remedy);
            }
          }
        });
  }

  private void refuse(Path file, ErrorCode code, String message, String remedy) {
    jars.computeIfPresent(file, (same, jar) -> jar.withFault(code, message, remedy));
    LoadedPlugin plugin = running.remove(file);
    if (plugin != null) {
      try {
        plugin.close();
      } catch (StorageException e) {
        refuse(file, e);
      }
    }
  }

  private void refuse(Path file, StorageException e) {
    refuse(file, e.code(), String.valueOf(e.getMessage()), e.remedy());
  }
}
