package org.stowage.runtime.plugin;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.inject.AbstractModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.api.ErrorCode;
import org.stowage.api.StorageException;
import org.stowage.runtime.plugin.PluginReport.Fault;
import org.stowage.testkit.PluginJar;

/** Jars that can be seen to be unfit from the outside: reported, and nothing of them runs. */
class RefusedJarTest {

  /** Every class of a plugin that tells on itself sets this when it is initialised. */
  private static final String RAN = "stowage.test.ran";

  @TempDir Path folder;

  @BeforeEach
  void nothingRanYet() {
    System.clearProperty(RAN);
  }

  @Test
  void thePluginOfTheseTestsRunsWhenNothingIsWrong() throws IOException {
    telltale("acme").writeTo(folder.resolve("acme.jar"));

    assertEquals(List.of(), onlyReport().faults());
    assertEquals("MainModuleFormat", System.getProperty(RAN));
  }

  @Test
  void aFileThatIsNoJar() throws IOException {
    Files.writeString(folder.resolve("acme.jar"), "<html>404 Not Found</html>");

    assertRefused(PluginError.NOT_A_JAR, "it cannot be read as a jar: ZipException");
    assertNull(onlyReport().id());
  }

  @Test
  void aJarThatIsTruncated() throws IOException {
    Path jar = telltale("acme").writeTo(folder.resolve("acme.jar"));
    byte[] bytes = Files.readAllBytes(jar);
    Files.write(jar, Arrays.copyOf(bytes, bytes.length / 2));

    assertRefused(PluginError.NOT_A_JAR, "it cannot be read as a jar: ZipException");
  }

  @Test
  void aFolderThatIsNamedLikeAJar() throws IOException {
    Files.createDirectory(folder.resolve("acme.jar"));

    assertRefused(PluginError.NOT_A_JAR, "it cannot be read as a jar");
  }

  @Test
  void aJarWithoutManifest() throws IOException {
    telltale("acme").withoutManifest().writeTo(folder.resolve("acme.jar"));

    assertRefused(PluginError.MANIFEST, "it has no META-INF/MANIFEST.MF");
  }

  @Test
  void aManifestWithoutId() throws IOException {
    telltale("acme").without("Plugin-Id").writeTo(folder.resolve("acme.jar"));

    assertRefused(PluginError.MANIFEST, "its manifest has no Plugin-Id");
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "../acme", "acme plugin", "-acme"})
  void anIdThatIsNone(String id) throws IOException {
    telltale("acme").with("Plugin-Id", id).writeTo(folder.resolve("acme.jar"));

    assertRefused(PluginError.MANIFEST, "its manifest has Plugin-Id: '" + id.strip());
  }

  @Test
  void aManifestWithoutVersion() throws IOException {
    telltale("acme").without("Plugin-Version").writeTo(folder.resolve("acme.jar"));

    assertRefused(PluginError.MANIFEST, "its manifest has no Plugin-Version");
  }

  @ParameterizedTest
  @ValueSource(strings = {">=2.0.0", "2.0.0", "1.0.1", "0.9.0", "<1.0.0", "^2.0.0"})
  void anotherVersionOfTheApi(String requires) throws IOException {
    telltale("acme").with("Plugin-Requires", requires).writeTo(folder.resolve("acme.jar"));

    assertRefused(
        PluginError.OTHER_API_VERSION,
        "it requires version " + requires + " of the API, which is 1.0.0");
  }

  @ParameterizedTest
  @ValueSource(strings = {">=2.0.0", "2.0.0", "1.0.1", "^2.0.0", ">=1.1 & <2"})
  void aPluginForANewerApiIsToldToWaitForIt(String requires) throws IOException {
    telltale("acme")
        .with("Plugin-Version", "2.3.0")
        .with("Plugin-Requires", requires)
        .writeTo(folder.resolve("acme.jar"));

    assertEquals(
        "acme 2.3.0 is made for a newer Stowage: update Stowage, install an older version of the"
            + " plugin, or have it rebuilt against stowage-core-api of this one, with"
            + " Plugin-Requires: ^1.0.0.",
        onlyReport().faults().get(0).remedy());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.9.0", "<1.0.0", ">=0.5 & <0.9", "=0.9.3"})
  void aPluginForAnOlderApiIsToldToFollow(String requires) throws IOException {
    telltale("acme")
        .with("Plugin-Version", "2.3.0")
        .with("Plugin-Requires", requires)
        .writeTo(folder.resolve("acme.jar"));

    assertEquals(
        "acme 2.3.0 is made for an older Stowage: install a newer version of the plugin, or have it"
            + " rebuilt against stowage-core-api of this one, with Plugin-Requires: ^1.0.0.",
        onlyReport().faults().get(0).remedy());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0.0", "*", ">=1.0.0 & <2.0.0", "^1.0.0", ">=0.9.0"})
  void aRangeWithThisVersionOfTheApiIsTaken(String requires) throws IOException {
    telltale("acme").with("Plugin-Requires", requires).writeTo(folder.resolve("acme.jar"));

    assertEquals(List.of(), onlyReport().faults());
  }

  @Test
  void aPluginThatRequiresNothingIsTaken() throws IOException {
    telltale("acme").without("Plugin-Requires").writeTo(folder.resolve("acme.jar"));

    assertEquals(List.of(), onlyReport().faults());
  }

  @Test
  void aRangeThatIsNone() throws IOException {
    telltale("acme").with("Plugin-Requires", "newest").writeTo(folder.resolve("acme.jar"));

    assertRefused(PluginError.MANIFEST, "its manifest has Plugin-Requires: newest");
  }

  @Test
  void classesOfTheApiInTheJar() throws IOException {
    telltale("acme").copyOf(StorageException.class).writeTo(folder.resolve("acme.jar"));

    assertRefused(
        PluginError.BUNDLES_SHARED_CLASSES,
        "it holds classes that the runtime shares with plugins, in org/stowage/api");
  }

  @Test
  void sharedLibrariesInTheJar() throws IOException {
    telltale("acme")
        .copyOf(AbstractModule.class)
        .copyOf(org.pf4j.Plugin.class)
        .copyOf(org.slf4j.Logger.class)
        .copyOf(jakarta.inject.Inject.class)
        .copyOf(org.aopalliance.intercept.Joinpoint.class)
        .writeTo(folder.resolve("acme.jar"));

    assertRefused(
        PluginError.BUNDLES_SHARED_CLASSES,
        "com/google/inject, jakarta/inject, org/aopalliance/intercept, org/pf4j, org/slf4j");
  }

  @Test
  void classesOfTheApiForOneJavaVersion() throws IOException {
    telltale("acme")
        .file("META-INF/versions/17/org/stowage/api/Transfer.class", "")
        .writeTo(folder.resolve("acme.jar"));

    assertRefused(PluginError.BUNDLES_SHARED_CLASSES, "in org/stowage/api");
  }

  @ParameterizedTest
  @ValueSource(strings = {"other", "other@1.0.0", "other?", "a, b?@>=1.0.0"})
  void dependenciesOnOtherPlugins(String dependencies) throws IOException {
    telltale("acme").with("Plugin-Dependencies", dependencies).writeTo(folder.resolve("acme.jar"));

    assertRefused(PluginError.NOT_SELF_CONTAINED, "has Plugin-Dependencies: " + dependencies);
  }

  @Test
  void aClassPathThatLeadsOutOfTheJar() throws IOException {
    telltale("acme").with("Class-Path", "../lib/x.jar").writeTo(folder.resolve("acme.jar"));

    assertRefused(PluginError.NOT_SELF_CONTAINED, "its manifest has Class-Path: ../lib/x.jar");
  }

  @Test
  void jarsInTheJar() throws IOException {
    telltale("acme").file("lib/commons.jar", "PK").writeTo(folder.resolve("acme.jar"));

    assertRefused(
        PluginError.NOT_SELF_CONTAINED,
        "it holds jars, whose classes are never found: lib/commons.jar");
  }

  @Test
  void anExtensionIndexThatIsMissing() throws IOException {
    PluginJar.ofId("acme").file("acme.txt", "").writeTo(folder.resolve("acme.jar"));

    assertRefused(PluginError.NO_EXTENSIONS, "META-INF/extensions.idx is missing");
  }

  @Test
  void anExtensionIndexThatIsEmpty() throws IOException {
    telltale("acme")
        .file("META-INF/extensions.idx", "# Generated by PF4J\n\n")
        .writeTo(folder.resolve("acme.jar"));

    assertRefused(PluginError.NO_EXTENSIONS, "META-INF/extensions.idx is empty");
  }

  @Test
  void anExtensionClassThatIsMissing() throws IOException {
    telltale("acme")
        .file("META-INF/extensions.idx", "acme.Format\nacme.Gone # moved\n")
        .writeTo(folder.resolve("acme.jar"));

    assertRefused(
        PluginError.MISSING_CLASS,
        "it does not hold the class acme.Gone, named by META-INF/extensions.idx");
  }

  @Test
  void aModuleClassThatIsMissing() throws IOException {
    telltale("acme").modules("acme.Module", "acme.Gone").writeTo(folder.resolve("acme.jar"));

    assertRefused(PluginError.MISSING_CLASS, "it does not hold the class acme.Gone, named by");
  }

  @Test
  void aPluginClassThatIsMissing() throws IOException {
    telltale("acme").with("Plugin-Class", "acme.Gone").writeTo(folder.resolve("acme.jar"));

    assertRefused(
        PluginError.MISSING_CLASS,
        "it does not hold the class acme.Gone, named by Plugin-Class in its manifest");
  }

  @Test
  void allThatIsWrongIsToldAtOnce() throws IOException {
    telltale("acme")
        .without("Plugin-Version")
        .with("Plugin-Requires", "3.0.0")
        .with("Class-Path", "x.jar")
        .with("Plugin-Dependencies", "other")
        .copyOf(StorageException.class)
        .file("lib/x.jar", "")
        .file("META-INF/extensions.idx", "")
        .modules("acme.Gone")
        .writeTo(folder.resolve("acme.jar"));

    assertEquals(
        List.of(5002, 5003, 5004, 5005, 5005, 5005, 5006, 5007),
        onlyReport().faults().stream().map(fault -> fault.code().number()).sorted().toList());
    assertNull(System.getProperty(RAN));
  }

  @Test
  void oneIdInSeveralJarsWhateverTheirNames() throws IOException {
    telltale("acme").writeTo(folder.resolve("acme-1.jar"));
    telltale("acme").with("Plugin-Version", "2.0.0").writeTo(folder.resolve("acme-2.jar"));
    telltale("other").with("Plugin-Id", "other").writeTo(folder.resolve("other.jar"));

    try (PluginHost host = PluginHost.open(folder)) {
      assertEquals(1, host.diskFormats().size());
      for (int i = 0; i < 2; i++) {
        Fault fault = host.plugins().get(i).faults().get(0);
        assertEquals(PluginError.DUPLICATE_ID, fault.code());
        assertEquals("the plugin id acme is claimed by acme-1.jar and acme-2.jar", fault.message());
      }
      assertEquals(PluginReport.State.OK, host.plugins().get(2).state());
    }
    assertEquals("MainModuleFormat", System.getProperty(RAN), "only the third may have run");
  }

  @Test
  void aBrokenJarDoesNotTakeTheIdFromAFitOne() throws IOException {
    telltale("acme").with("Plugin-Requires", "2.0.0").writeTo(folder.resolve("acme-2.jar"));
    telltale("acme").writeTo(folder.resolve("acme-1.jar"));

    try (PluginHost host = PluginHost.open(folder)) {
      assertEquals(PluginReport.State.OK, host.plugins().get(0).state());
      assertEquals(PluginReport.State.FAILED, host.plugins().get(1).state());
    }
  }

  private static PluginJar telltale(String formatId) {
    String ran =
        "static { System.setProperty(\"%s\", System.getProperty(\"%s\", \"\") + \"%s\"); }";
    return PluginJar.ofId("acme")
        .with("Plugin-Class", "acme.Main")
        .source("acme.Main", PluginSources.plugin("Main", ran.formatted(RAN, RAN, "Main")))
        .source(
            "acme.Module",
            PluginSources.type(
                "public class Module extends AbstractModule", ran.formatted(RAN, RAN, "Module")))
        .source(
            "acme.Format",
            PluginSources.format("Format", formatId, ran.formatted(RAN, RAN, "Format")))
        .modules("acme.Module");
  }

  private PluginReport onlyReport() throws IOException {
    try (PluginHost host = PluginHost.open(folder)) {
      return host.plugins().get(0);
    }
  }

  private void assertRefused(ErrorCode code, String message) throws IOException {
    PluginReport report = onlyReport();
    assertEquals(1, report.faults().size(), report.faults().toString());
    Fault fault = report.faults().get(0);
    assertAll(
        () -> assertEquals(code, fault.code()),
        () -> assertTrue(fault.message().contains(message), fault.message()),
        () -> assertTrue(fault.remedy().endsWith("."), fault.remedy()),
        () -> assertEquals(PluginReport.State.FAILED, report.state()),
        () -> assertEquals(List.of(), report.extensions()),
        () -> assertNull(System.getProperty(RAN), "code of the refused jar ran"));
  }
}
