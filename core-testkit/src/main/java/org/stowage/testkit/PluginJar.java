package org.stowage.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.stowage.api.StowageApi;

/**
 * A plugin jar made from sources in a test: compiled against the class path of the test, with the
 * extension index that PF4J's annotation processor writes, as a plugin's own build does it.
 *
 * <p>Starts out as a plugin that is fit to be loaded once it has an extension; everything can be
 * bent.
 */
public final class PluginJar {

  private static final String PROCESSOR = "org.pf4j.processor.ExtensionAnnotationProcessor";

  private final Map<String, String> manifest = new LinkedHashMap<>();
  private final Map<String, JavaFileObject> sources = new LinkedHashMap<>();
  private final Map<String, byte[]> files = new TreeMap<>();

  private PluginJar(String id) {
    manifest.put("Plugin-Id", id);
    manifest.put("Plugin-Version", "1.0.0");
    manifest.put("Plugin-Provider", "a test");
    manifest.put("Plugin-Requires", "^" + StowageApi.VERSION);
  }

  /** A plugin of this id, for this version of the API, with nothing in it. */
  public static PluginJar ofId(String id) {
    return new PluginJar(id);
  }

  /** Sets an entry of the manifest. */
  public PluginJar with(String manifestEntry, String value) {
    manifest.put(manifestEntry, value);
    return this;
  }

  /** Leaves an entry out of the manifest. */
  public PluginJar without(String manifestEntry) {
    manifest.remove(manifestEntry);
    return this;
  }

  /** Leaves the manifest out altogether. */
  public PluginJar withoutManifest() {
    manifest.clear();
    return this;
  }

  /**
   * Adds a class, or replaces the one of this name.
   *
   * @param className with its package
   * @param source the whole source file
   */
  public PluginJar source(String className, String source) {
    URI uri = URI.create("string:///" + className.replace('.', '/') + ".java");
    sources.put(
        className,
        new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        });
    return this;
  }

  /** Adds a file, in place of one that the compiler wrote. */
  public PluginJar file(String name, String content) {
    files.put(name, content.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** Names the plugin's Guice modules in the service file in which they are looked for. */
  public PluginJar modules(String... classNames) {
    return file("META-INF/services/com.google.inject.Module", String.join("\n", classNames));
  }

  /** Adds a copy of a class of this test's class path. */
  public PluginJar copyOf(Class<?> type) throws IOException {
    String name = type.getName().replace('.', '/') + ".class";
    try (InputStream bytes = type.getResourceAsStream("/" + name)) {
      files.put(name, bytes.readAllBytes());
    }
    return this;
  }

  /**
   * Compiles and packs.
   *
   * @return the new jar
   */
  public Path writeTo(Path jar) throws IOException {
    Path classes = Files.createTempDirectory("plugin-jar");
    try {
      compile(classes);
      Map<String, byte[]> content = new TreeMap<>();
      try (Stream<Path> compiled = Files.walk(classes)) {
        for (Path file : compiled.filter(Files::isRegularFile).toList()) {
          content.put(
              classes.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
        }
      }
      content.putAll(files);
      pack(jar, content);
      return jar;
    } finally {
      try (Stream<Path> left = Files.walk(classes).sorted(Comparator.reverseOrder())) {
        for (Path each : left.toList()) {
          Files.delete(each);
        }
      }
    }
  }

  private void compile(Path classes) throws IOException {
    if (sources.isEmpty()) {
      return;
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
    List<String> options =
        List.of("-d", classes.toString(), "--release", "17", "-processor", PROCESSOR);
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(said, null, null)) {
      if (!compiler.getTask(null, manager, said, options, null, sources.values()).call()) {
        throw new AssertionError(
            "the plugin's source does not compile: "
                + said.getDiagnostics().stream()
                    .filter(each -> each.getKind() == Diagnostic.Kind.ERROR)
                    .toList());
      }
    }
  }

  private void pack(Path jar, Map<String, byte[]> content) throws IOException {
    Manifest packed = new Manifest();
    packed.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.forEach(packed.getMainAttributes()::putValue);
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream packing =
            manifest.isEmpty() ? new JarOutputStream(out) : new JarOutputStream(out, packed)) {
      for (Map.Entry<String, byte[]> each : content.entrySet()) {
        packing.putNextEntry(new JarEntry(each.getKey()));
        packing.write(each.getValue());
        packing.closeEntry();
      }
    }
  }
}
