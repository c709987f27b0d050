package org.stowage.runtime.plugin;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import org.pf4j.Plugin;
import org.pf4j.PluginDescriptor;
import org.pf4j.processor.ExtensionStorage;
import org.pf4j.processor.IndexedExtensionStorage;
import org.stowage.api.ErrorCode;
import org.stowage.runtime.plugin.PluginReport.Fault;
import org.stowage.runtime.plugin.fence.Causes;

/**
 * Looks into one jar, from the outside: nothing of it is loaded, so nothing of a refused jar ever
 * runs. Finds all faults that can be seen that way, not only the first.
 */
final class JarInspection {

  private static final String INDEX = IndexedExtensionStorage.EXTENSIONS_RESOURCE;
  private static final String MODULES = "META-INF/services/com.google.inject.Module";
  private static final String RELEASES = "META-INF/versions/";
  private static final Pattern RELEASE = Pattern.compile("^META-INF/versions/\\d+/");

  private final JarFile jar;
  private final List<Fault> faults = new ArrayList<>();

  private JarInspection(JarFile jar) {
    this.jar = jar;
  }

  static InspectedJar inspect(Path file) {
    try (JarFile jar = new JarFile(file.toFile(), false)) {
      return new JarInspection(jar).inspectOpen(file);
    } catch (IOException | RuntimeException e) {
      return new InspectedJar(file, null, List.of(), List.of())
          .withFault(
              PluginError.NOT_A_JAR,
              "it cannot be read as a jar: " + Causes.of(e),
              "Copy the jar again, or remove the file from the plugins folder.");
    }
  }

  private InspectedJar inspectOpen(Path file) throws IOException {
    Manifest manifest = jar.getManifest();
    if (manifest == null) {
      return new InspectedJar(file, null, List.of(), List.of())
          .withFault(
              PluginError.MANIFEST,
              "it has no META-INF/MANIFEST.MF",
              "Remove it from the plugins folder if it is no plugin.");
    }
    ManifestCheck check = new ManifestCheck();
    PluginDescriptor descriptor = check.read(manifest);
    check.check(manifest, descriptor, faults);
    checkContents();
    Set<String> extensions = names(INDEX);
    if (extensions.isEmpty()) {
      fault(
          PluginError.NO_EXTENSIONS,
          INDEX + (jar.getEntry(INDEX) == null ? " is missing" : " is empty"),
          "Annotate the extension with @Extension, and name the annotation processor"
              + " org.pf4j.processor.ExtensionAnnotationProcessor to the compiler.");
    }
    checkPresent(extensions, INDEX);
    checkPresent(names(MODULES), MODULES);
    String main = descriptor.getPluginClass();
    if (!main.equals(Plugin.class.getName())) {
      checkPresent(Set.of(main), "Plugin-Class in its manifest");
    }
    return new InspectedJar(file, descriptor, List.copyOf(extensions), faults);
  }

  private void checkContents() {
    Set<String> shared = new LinkedHashSet<>();
    Set<String> nested = new LinkedHashSet<>();
    jar.stream()
        .map(JarEntry::getName)
        .forEach(
            entry -> {
              String name =
                  entry.startsWith(RELEASES) ? RELEASE.matcher(entry).replaceFirst("") : entry;
              if (name.endsWith(".class") && SharedClasses.share(name.replace('/', '.'))) {
                shared.add(name.substring(0, name.lastIndexOf('/')));
              } else if (name.endsWith(".jar")) {
                nested.add(name);
              }
            });
    if (!shared.isEmpty()) {
      fault(
          PluginError.BUNDLES_SHARED_CLASSES,
          "it holds classes that the runtime shares with plugins, in " + String.join(", ", shared),
          "Give those dependencies the scope 'provided', so that they stay out of the jar.");
    }
    if (!nested.isEmpty()) {
      fault(
          PluginError.NOT_SELF_CONTAINED,
          "it holds jars, whose classes are never found: " + String.join(", ", nested),
          "Shade them: unpack their classes into the plugin's jar, relocated.");
    }
  }

  private void checkPresent(Set<String> classNames, String namedBy) {
    for (String name : classNames) {
      if (jar.getEntry(name.replace('.', '/') + ".class") == null) {
        fault(
            PluginError.MISSING_CLASS,
            "it does not hold the class " + name + ", named by " + namedBy,
            "Build the jar from scratch; if a tool relocates classes, let it change this too.");
      }
    }
  }

  /** The names in a file of one name a line; none when there is no such file. */
  private Set<String> names(String resource) throws IOException {
    Set<String> names = new LinkedHashSet<>();
    ZipEntry entry = jar.getEntry(resource);
    if (entry != null) {
      ExtensionStorage.read(
          new InputStreamReader(jar.getInputStream(entry), StandardCharsets.UTF_8), names);
    }
    return names;
  }

  private void fault(ErrorCode code, String message, String remedy) {
    faults.add(new Fault(code, message, remedy));
  }
}
