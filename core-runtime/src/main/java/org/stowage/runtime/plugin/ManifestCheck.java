package org.stowage.runtime.plugin;

import java.lang.module.ModuleDescriptor.Version;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import org.pf4j.DefaultVersionManager;
import org.pf4j.ManifestPluginDescriptorFinder;
import org.pf4j.PluginDescriptor;
import org.stowage.api.StowageApi;
import org.stowage.runtime.plugin.PluginReport.Fault;

/** Reads a plugin's manifest and checks what it says. */
final class ManifestCheck extends ManifestPluginDescriptorFinder {

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
  private static final Pattern VERSION = Pattern.compile("\\d+(\\.\\d+)*");
  private static final Pattern BARE_VERSION = Pattern.compile("\\d+\\.\\d+\\.\\d+");

  /** Reads the entries; what is absent is null in the descriptor. */
  PluginDescriptor read(Manifest manifest) {
    return createPluginDescriptor(manifest);
  }

  void check(Manifest manifest, PluginDescriptor descriptor, List<Fault> faults) {
    Attributes attributes = manifest.getMainAttributes();
    checkIdentity(descriptor, faults);
    checkRequires(descriptor, faults);
    if (!descriptor.getDependencies().isEmpty()) {
      faults.add(
          new Fault(
              PluginError.NOT_SELF_CONTAINED,
              "its manifest has Plugin-Dependencies: " + attributes.getValue(PLUGIN_DEPENDENCIES),
              "Plugins do not see each other: put the classes it needs into its own jar."));
    }
    String classPath = attributes.getValue(Attributes.Name.CLASS_PATH);
    if (classPath != null && !classPath.isBlank()) {
      faults.add(
          new Fault(
              PluginError.NOT_SELF_CONTAINED,
              "its manifest has Class-Path: " + classPath,
              "Shade those jars into the plugin and leave the entry out."));
    }
  }

  private static void checkIdentity(PluginDescriptor descriptor, List<Fault> faults) {
    String id = descriptor.getPluginId();
    if (id == null || !ID.matcher(id).matches()) {
      faults.add(
          new Fault(
              PluginError.MANIFEST,
              id == null
                  ? "its manifest has no Plugin-Id"
                  : "its manifest has Plugin-Id: '" + id + "'",
              "Write a Plugin-Id of letters, digits, dots, dashes and underscores into"
                  + " META-INF/MANIFEST.MF."));
    }
    String version = descriptor.getVersion();
    if (version == null || version.isBlank()) {
      faults.add(
          new Fault(
              PluginError.MANIFEST,
              "its manifest has no Plugin-Version",
              "Write a Plugin-Version into META-INF/MANIFEST.MF."));
    }
  }

  private static void checkRequires(PluginDescriptor descriptor, List<Fault> faults) {
    String requires = descriptor.getRequires().trim();
    // PF4J reads a bare version as "this or any later one"; the next major version is another API.
    String range = BARE_VERSION.matcher(requires).matches() ? "^" + requires : requires;
    try {
      if (!new DefaultVersionManager().checkVersionConstraint(StowageApi.VERSION, range)) {
        faults.add(
            new Fault(
                PluginError.OTHER_API_VERSION,
                "it requires version " + requires + " of the API, which is " + StowageApi.VERSION,
                remedy(descriptor, requires)));
      }
    } catch (RuntimeException e) {
      faults.add(
          new Fault(
              PluginError.MANIFEST,
              "its manifest has Plugin-Requires: " + requires + ", which is no range of versions",
              "Write a range such as ^" + StowageApi.VERSION + "."));
    }
  }

  private static String remedy(PluginDescriptor descriptor, String requires) {
    String plugin = descriptor.getPluginId() + " " + descriptor.getVersion();
    String rebuilt =
        ", or have it rebuilt against stowage-core-api of this one, with Plugin-Requires: ^"
            + StowageApi.VERSION
            + ".";
    return namesNewerVersion(requires)
        ? plugin
            + " is made for a newer Stowage: update Stowage, install an older version of the plugin"
            + rebuilt
        : plugin + " is made for an older Stowage: install a newer version of the plugin" + rebuilt;
  }

  private static boolean namesNewerVersion(String requires) {
    Version api = Version.parse(StowageApi.VERSION);
    return VERSION
        .matcher(requires)
        .results()
        .anyMatch(each -> Version.parse(each.group()).compareTo(api) > 0);
  }
}
