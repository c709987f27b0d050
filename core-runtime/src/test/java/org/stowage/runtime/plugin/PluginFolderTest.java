package org.stowage.runtime.plugin;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.api.CommonError;
import org.stowage.api.ErrorCode;
import org.stowage.api.StorageException;
import org.stowage.runtime.plugin.fence.PluginMeters;
import org.stowage.testkit.PluginJar;

/** Changing what is in the plugins folder, and locking it. */
class PluginFolderTest {

  private static final String RAN = "stowage.test.ran";

  @TempDir Path folder;
  @TempDir Path elsewhere;
  private PluginFolder plugins;

  @BeforeEach
  void open() {
    System.clearProperty(RAN);
    plugins = new PluginFolder(PluginRules.of(folder));
  }

  private Path made(String name, String id, String version) throws IOException {
    return PluginSources.fit(id).with("Plugin-Version", version).writeTo(elsewhere.resolve(name));
  }

  /** A plugin that leaves a trace if any of it runs. */
  private PluginJar tracing(String id) {
    return PluginSources.fit(id)
        .with("Plugin-Class", "acme.Main")
        .source(
            "acme.Main",
            PluginSources.plugin(
                "Main", "static { System.setProperty(\"" + RAN + "\", \"yes\"); }"));
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private PluginHost host() throws IOException {
    return PluginHost.open(PluginRules.of(folder), new PluginMeters(calls -> {}));
  }

  private void assertRefused(ErrorCode code, String file) throws IOException {
    try (PluginHost host = host()) {
      PluginReport report =
          host.plugins().stream()
              .filter(each -> each.file().endsWith(file))
              .findFirst()
              .orElseThrow();
      assertEquals(List.of(code), report.faults().stream().map(PluginReport.Fault::code).toList());
      assertEquals(8, host.distrust().orElseThrow().code().exit().status());
    }
    assertEquals(null, System.getProperty(RAN), "some of it ran");
  }

  @Test
  void installsAJarThatIsThereAtTheNextStart() throws IOException {
    PluginReport installed = plugins.install(made("acme.jar", "acme", "1.0.0"), false);

    assertEquals(folder.resolve("acme.jar"), installed.file());
    assertEquals(List.of("acme.jar"), files());
    try (PluginHost host = host()) {
      assertEquals(1, host.diskFormats().size());
    }
  }

  @Test
  void refusesAnIdThatIsThereUnlessItIsToBeReplaced() throws IOException {
    plugins.install(made("acme-1.jar", "acme", "1.0.0"), false);
    Path newer = made("acme-2.jar", "acme", "2.0.0");

    StorageException e = assertThrows(StorageException.class, () -> plugins.install(newer, false));
    assertEquals(CommonError.ALREADY_EXISTS, e.code());
    assertEquals(
        folder.resolve("acme-1.jar") + " is already there: plugin acme, version 1.0.0",
        e.getMessage());
    assertEquals(List.of("acme-1.jar"), files());

    assertEquals("2.0.0", plugins.install(newer, true).version());
    assertEquals(List.of("acme-2.jar"), files());
  }

  @Test
  void replacesAJarOfTheSameName() throws IOException {
    plugins.install(made("acme.jar", "acme", "1.0.0"), false);

    plugins.install(made("acme.jar", "acme", "2.0.0"), true);

    assertEquals("2.0.0", plugins.show("acme").version());
    assertEquals(List.of("acme.jar"), files());
  }

  @Test
  void leavesTheFolderAsItWasWhenTheJarDoesNotWork() throws IOException {
    Path old = plugins.install(made("acme.jar", "acme", "1.0.0"), false).file();
    byte[] before = Files.readAllBytes(old);
    Path broken =
        PluginSources.fit("acme")
            .with("Plugin-Class", "acme.Main")
            .source(
                "acme.Main",
                PluginSources.plugin(
                    "Main", "public void start() { throw new IllegalStateException(\"no\"); }"))
            .writeTo(elsewhere.resolve("acme.jar"));
    Path contested =
        PluginJar.ofId("other")
            .source("acme.Format", PluginSources.format("Format", "acme", ""))
            .writeTo(elsewhere.resolve("other.jar"));
    Path text = Files.writeString(elsewhere.resolve("text.jar"), "not a jar");
    plugins.lock();

    assertEquals(PluginError.START, refused(broken));
    assertEquals(PluginError.DUPLICATE_EXTENSION, refused(contested));
    assertEquals(PluginError.NOT_A_JAR, refused(text));

    assertArrayEquals(before, Files.readAllBytes(old));
    assertEquals(List.of("acme.jar", "plugins.lock"), files());
    try (PluginHost host = host()) {
      assertTrue(host.distrust().isEmpty());
      assertEquals(1, host.diskFormats().size());
    }
  }

  private ErrorCode refused(Path jar) {
    return assertThrows(StorageException.class, () -> plugins.install(jar, true)).code();
  }

  @Test
  void refusesAFileThatWouldNeverBeLoaded() throws IOException {
    Path odd = Files.copy(made("acme.jar", "acme", "1.0.0"), elsewhere.resolve("acme.zip"));

    assertEquals(CommonError.USAGE, refused(odd));
    assertEquals(List.of(), files());
  }

  @Test
  void takesAPluginOutOfUseAndBack() throws IOException {
    plugins.install(made("acme.jar", "acme", "1.0.0"), false);

    plugins.enable("acme", false);

    assertEquals(List.of("acme.jar.disabled"), files());
    try (PluginHost host = host()) {
      assertEquals(PluginReport.State.DISABLED, host.plugins().get(0).state());
      assertEquals(List.of(), host.diskFormats());
      assertTrue(host.fault().isEmpty());
    }
    assertEquals(folder.resolve("acme.jar"), plugins.enable("acme", true).file());
    assertEquals(List.of("acme.jar"), files());
  }

  @Test
  void anIdMayComeBackWhileItsOldJarIsOutOfUse() throws IOException {
    plugins.install(made("old.jar", "acme", "1.0.0"), false);
    plugins.enable("acme", false);
    made("new.jar", "acme", "2.0.0");
    Files.copy(elsewhere.resolve("new.jar"), folder.resolve("new.jar"));

    try (PluginHost host = host()) {
      assertTrue(host.fault().isEmpty());
      assertEquals(1, host.diskFormats().size());
    }
    StorageException e = assertThrows(StorageException.class, () -> plugins.show("acme"));
    assertEquals(CommonError.AMBIGUOUS, e.code());
    assertEquals("2.0.0", plugins.show("new.jar").version());
  }

  @Test
  void removesAPluginAndItsLineInTheLock() throws IOException {
    plugins.install(made("a.jar", "a", "1.0.0"), false);
    plugins.install(made("b.jar", "b", "1.0.0"), false);
    plugins.lock();

    plugins.remove("a");

    assertEquals(List.of("b.jar", "plugins.lock"), files());
    assertEquals(List.of(), plugins.inspect().stream().flatMap(r -> r.faults().stream()).toList());
    assertThrows(StorageException.class, () -> plugins.show("a"));
  }

  @Test
  void refusesAnUnlistedJarAndRunsNothingOfIt() throws IOException {
    plugins.install(made("a.jar", "a", "1.0.0"), false);
    assertFalse(plugins.isLocked());
    assertEquals(1, plugins.lock());
    assertTrue(plugins.isLocked());
    tracing("b").writeTo(folder.resolve("b.jar"));

    assertRefused(PluginError.NOT_LISTED, "b.jar");
  }

  @Test
  void refusesAChangedJarAndRunsNothingOfIt() throws IOException {
    plugins.install(made("a.jar", "a", "1.0.0"), false);
    plugins.lock();
    tracing("a").writeTo(folder.resolve("a.jar"));

    assertRefused(PluginError.CHANGED, "a.jar");
  }

  @Test
  void refusesAllWhereALockIsWantedAndThereIsNone() throws IOException {
    tracing("a").writeTo(folder.resolve("a.jar"));
    PluginRules locked = PluginRules.of(folder).withLocked();

    try (PluginHost host = PluginHost.open(locked, new PluginMeters(calls -> {}))) {
      assertEquals(PluginError.NOT_LISTED, host.plugins().get(0).faults().get(0).code());
    }
    assertEquals(null, System.getProperty(RAN));
  }

  @Test
  void installsIntoALockedFolder() throws IOException {
    plugins.lock();

    plugins.install(made("a.jar", "a", "1.0.0"), false);
    plugins.enable("a", false);
    plugins.enable("a", true);

    try (PluginHost host = host()) {
      assertTrue(host.distrust().isEmpty());
      assertEquals(1, host.diskFormats().size());
    }
  }

  @Test
  void tellsAJarThatIsListedAndGone() throws IOException {
    plugins.install(made("a.jar", "a", "1.0.0"), false);
    plugins.lock();
    Files.delete(folder.resolve("a.jar"));

    PluginReport missing = plugins.inspect().get(0);

    assertEquals(folder.resolve("a.jar"), missing.file());
    assertEquals(PluginError.MISSING, missing.faults().get(0).code());
  }

  @Test
  void theLockIsWhatSha256sumWritesAndChecks() throws Exception {
    plugins.install(made("a.jar", "a", "1.0.0"), false);
    plugins.install(made("b.jar", "b", "1.0.0"), false);
    plugins.lock();

    Process check =
        new ProcessBuilder("sha256sum", "--strict", "--check", "plugins.lock")
            .directory(folder.toFile())
            .start();

    assertEquals("a.jar: OK\nb.jar: OK\n", new String(check.getInputStream().readAllBytes()));
    assertEquals(0, check.waitFor());
  }

  @Test
  void aLockThatCannotBeReadIsNoLeaveToRunAnything() throws IOException {
    tracing("a").writeTo(folder.resolve("a.jar"));
    Files.writeString(folder.resolve("plugins.lock"), "a.jar is fine\n");

    StorageException e = assertThrows(StorageException.class, this::host);

    assertEquals(PluginError.LOCK, e.code());
    assertEquals(8, e.code().exit().status());
    assertEquals(
        "line 1 of "
            + folder.resolve("plugins.lock")
            + " is not a SHA-256, two spaces and a file name",
        e.getMessage());
    assertEquals(null, System.getProperty(RAN));
  }
}
