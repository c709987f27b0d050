package org.stowage.jarcheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pf4j.DefaultVersionManager;
import org.stowage.api.ErrorCode;
import org.stowage.api.StowageApi;
import org.stowage.api.datastore.DatastoreType;
import org.stowage.api.disk.DiskFormat;
import org.stowage.api.disk.ImageHead;
import org.stowage.api.disk.ImageProperties;
import org.stowage.api.ephemeral.EphemeralBackend;
import org.stowage.runtime.plugin.PluginError;
import org.stowage.runtime.plugin.PluginHost;
import org.stowage.runtime.plugin.PluginReport;

/**
 * What holds of every plugin's jar, as it is dropped into a folder: shown with the loader that
 * hosts use, and without the class path of the test. Extend it, and name the jar; or set the
 * property {@value #JAR} where the build runs it.
 */
public abstract class PackagedPluginContract {

  /** The system property that names the jar. */
  public static final String JAR = "stowage.plugin.jar";

  private static final int COLLECTIONS = 50;

  @TempDir private Path plugins;

  /** The packaged plugin. */
  protected Path jar() {
    String named = System.getProperty(JAR);
    assertNotNull(named, "override jar(), or name it with -D" + JAR);
    return Path.of(named);
  }

  @Test
  void saysWhoItIs() throws IOException {
    PluginReport report = report();

    assertNotNull(report.id(), "Plugin-Id in its manifest");
    assertNotNull(report.version(), "Plugin-Version in its manifest");
    assertNoFault(report, PluginError.NOT_A_JAR, PluginError.MANIFEST);
  }

  /** The next major version of the API breaks plugins, so none may claim to work with it. */
  @Test
  void requiresTheApiOfOneMajorVersion() throws IOException {
    PluginReport report = report();
    String requires = report.requires();

    assertNoFault(report, PluginError.OTHER_API_VERSION);
    assertNotNull(requires, "Plugin-Requires in its manifest");
    // Hosts take a bare version for the range that begins with it.
    boolean bare = requires.matches("\\d+\\.\\d+\\.\\d+");
    String next = Integer.parseInt(StowageApi.VERSION.split("\\.")[0]) + 1 + ".0.0";
    assertTrue(
        bare || !new DefaultVersionManager().checkVersionConstraint(next, requires),
        () -> "Plugin-Requires: " + requires + " takes " + next + " of the API, too");
  }

  @Test
  void listsItsExtensions() throws IOException {
    assertNoFault(report(), PluginError.NO_EXTENSIONS, PluginError.MISSING_CLASS);
  }

  @Test
  void bundlesNothingThatHostsShare() throws IOException {
    assertNoFault(report(), PluginError.BUNDLES_SHARED_CLASSES);
  }

  @Test
  void needsNoOtherJarAndHoldsNone() throws IOException {
    assertNoFault(report(), PluginError.NOT_SELF_CONTAINED);
  }

  @Test
  void loadsAndNamesItsExtensions() throws IOException {
    try (PluginHost host = open()) {
      PluginReport report = host.plugins().get(0);

      assertNoFault(report);
      assertFalse(report.extensions().isEmpty(), "it offers nothing");
      assertEquals(
          report.extensions().stream()
              .map(PluginReport.Extension::id)
              .collect(Collectors.toCollection(TreeSet::new)),
          ids(host));
      for (String id : ids(host)) {
        assertTrue(id.matches("[A-Za-z][A-Za-z0-9.-]*"), id);
      }
    }
  }

  @Test
  void leavesNothingWhenItIsUnloaded() throws IOException {
    List<WeakReference<ClassLoader>> loaders = useAndUnload();

    for (int i = 0; i < COLLECTIONS && !allCollected(loaders); i++) {
      System.gc();
    }
    assertTrue(
        allCollected(loaders),
        "its classes stay in memory: something outlives it, such as a thread, a thread-local value,"
            + " a shutdown hook, a logger or another registration with the JDK");
  }

  /** A frame of its own, so that no local variable of the test keeps the plugin. */
  private List<WeakReference<ClassLoader>> useAndUnload() throws IOException {
    try (PluginHost host = open()) {
      assertNoFault(host.plugins().get(0));
      ImageHead head = new ImageHead("", ByteBuffer.allocate(512), 512, ImageProperties.NONE);
      host.diskFormats().forEach(format -> format.recognise(head));
      host.datastoreTypes().forEach(DatastoreType::traits);
      host.ephemeralBackends().forEach(EphemeralBackend::optionsTable);
      List<WeakReference<ClassLoader>> loaders = host.loaders();
      assertFalse(loaders.isEmpty());
      return loaders;
    }
  }

  private static boolean allCollected(List<WeakReference<ClassLoader>> loaders) {
    return loaders.stream().allMatch(loader -> loader.refersTo(null));
  }

  private static Set<String> ids(PluginHost host) {
    return Stream.of(
            host.diskFormats().stream().map(DiskFormat::id),
            host.datastoreTypes().stream().map(DatastoreType::id),
            host.ephemeralBackends().stream().map(EphemeralBackend::id))
        .flatMap(ids -> ids)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private PluginReport report() throws IOException {
    try (PluginHost host = open()) {
      return host.plugins().get(0);
    }
  }

  private PluginHost open() throws IOException {
    Path copy = plugins.resolve("plugin.jar");
    if (Files.notExists(copy)) {
      Files.copy(jar(), copy);
    }
    return PluginHost.open(plugins);
  }

  /** Asserts that there is no fault of some codes, or none at all when none is named. */
  private static void assertNoFault(PluginReport report, ErrorCode... codes) {
    List<String> faults =
        report.faults().stream()
            .filter(fault -> codes.length == 0 || List.of(codes).contains(fault.code()))
            .map(fault -> fault.message() + ". " + fault.remedy())
            .toList();
    assertEquals(List.of(), faults);
  }
}
