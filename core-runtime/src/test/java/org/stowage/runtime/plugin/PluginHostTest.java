package org.stowage.runtime.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.disk.DiskFormat;
import org.stowage.runtime.plugin.PluginReport.Extension;
import org.stowage.testkit.PluginJar;

class PluginHostTest {

  @TempDir Path folder;

  @Test
  void offersExtensionsOfEveryKindFromOnePlugin() throws IOException {
    Path jar =
        PluginSources.fit("acme")
            .source("acme.Type", PluginSources.datastoreType("Type", "acme-store", "ACME"))
            .source("acme.Backend", PluginSources.ephemeralBackend("Backend", "acme-block"))
            .writeTo(folder.resolve("acme.jar"));

    try (PluginHost host = PluginHost.open(folder)) {
      assertEquals(List.of("acme"), host.diskFormats().stream().map(DiskFormat::id).toList());
      assertEquals("acme-store", host.datastoreTypes().get(0).id());
      assertEquals("acme-block", host.ephemeralBackends().get(0).id());
      PluginReport report = host.plugins().get(0);
      assertEquals(PluginReport.State.OK, report.state());
      assertEquals(jar, report.file());
      assertEquals("acme", report.id());
      assertEquals("1.0.0", report.version());
      assertEquals("a test", report.provider());
      assertEquals("^1.0.0", report.requires());
      assertEquals(
          List.of(
              new Extension(ExtensionKind.DATASTORE_TYPE, "acme-store"),
              new Extension(ExtensionKind.DISK_FORMAT, "acme"),
              new Extension(ExtensionKind.EPHEMERAL_BACKEND, "acme-block")),
          report.extensions().stream()
              .sorted(java.util.Comparator.comparing(each -> each.kind().label()))
              .toList());
      assertTrue(host.fault().isEmpty());
    }
  }

  @Test
  void offersOneAndTheSameInstanceAtEveryCall() throws IOException {
    PluginSources.fit("acme").writeTo(folder.resolve("acme.jar"));

    try (PluginHost host = PluginHost.open(folder)) {
      assertEquals(host.diskFormats().get(0), host.diskFormats().get(0));
      assertThrows(UnsupportedOperationException.class, () -> host.diskFormats().clear());
    }
  }

  @Test
  void anEmptyFolderIsAHostWithoutPlugins() throws IOException {
    Files.writeString(folder.resolve("README.txt"), "put jars here");
    Files.writeString(folder.resolve(".half-copied.jar"), "PK");

    try (PluginHost host = PluginHost.open(folder)) {
      assertEquals(List.of(), host.plugins());
      assertEquals(List.of(), host.diskFormats());
    }
  }

  @Test
  void aFolderThatIsMissingIsAnErrorOfTheConfiguration() {
    StorageException e =
        assertThrows(StorageException.class, () -> PluginHost.open(folder.resolve("plugins")));

    assertEquals(CommonError.CONFIGURATION, e.code());
    assertTrue(e.getMessage().contains(folder.resolve("plugins").toString()));
  }

  @Test
  void tellsAllFaultsOfAllPluginsInOneErrorAndKeepsTheOthers() throws IOException {
    Files.writeString(folder.resolve("a.jar"), "not a jar");
    PluginSources.fit("b")
        .with("Plugin-Requires", ">=2.0.0")
        .copyOf(StorageException.class)
        .writeTo(folder.resolve("b.jar"));
    PluginSources.fit("c").writeTo(folder.resolve("c.jar"));

    try (PluginHost host = PluginHost.open(folder)) {
      assertEquals(1, host.diskFormats().size());
      StorageException fault = host.fault().orElseThrow();
      assertEquals(CommonError.PLUGIN_FAULT, fault.code());
      assertEquals(8, fault.code().exit().status());
      List<String> lines = fault.getMessage().lines().map(String::strip).toList();
      assertEquals(4, lines.size(), fault.getMessage());
      assertTrue(lines.get(1).startsWith("a.jar: it cannot be read as a jar"));
      assertTrue(lines.get(2).startsWith("b.jar: it requires version >=2.0.0 of the API"));
      assertTrue(lines.get(3).startsWith("b.jar: it holds classes that the runtime shares"));
    }
  }

  @Test
  void stopsEveryPluginInReverseOrderWhateverTheOthersDo() throws IOException {
    String stopped = "stowage.test.stopped";
    System.clearProperty(stopped);
    for (String id : List.of("a", "b", "c")) {
      String then = id.equals("b") ? "throw new IllegalStateException(\"stuck\");" : "";
      stoppable(id, stopped, then).writeTo(folder.resolve(id + ".jar"));
    }

    PluginHost host = PluginHost.open(folder);
    StorageException e = assertThrows(StorageException.class, host::close);
    host.close();

    assertEquals("cba", System.clearProperty(stopped));
    assertTrue(e.getMessage().contains("IllegalStateException: stuck"), e.getMessage());
  }

  @Test
  void stopsAPluginWhoseExtensionCannotBeMade() throws IOException {
    String stopped = "stowage.test.stopped";
    System.clearProperty(stopped);
    stoppable("a", stopped, "")
        .source(
            "acme.Format",
            PluginSources.format("Format", "a", "public Format() { throw new Error(); }"))
        .writeTo(folder.resolve("a.jar"));

    PluginHost.open(folder).close();

    assertEquals("a", System.clearProperty(stopped));
  }

  private static PluginJar stoppable(String id, String property, String then) {
    String append =
        "System.setProperty(\"%s\", System.getProperty(\"%s\", \"\") + \"%s\");"
            .formatted(property, property, id);
    return PluginJar.ofId(id)
        .with("Plugin-Class", "acme.Main")
        .source(
            "acme.Main",
            PluginSources.plugin("Main", "public void stop() { " + append + then + " }"))
        .source("acme.Format", PluginSources.format("Format", id, ""));
  }
}
