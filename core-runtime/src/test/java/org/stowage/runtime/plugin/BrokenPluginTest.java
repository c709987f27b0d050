package org.stowage.runtime.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.api.ErrorCode;
import org.stowage.runtime.plugin.PluginReport.Fault;
import org.stowage.testkit.PluginJar;

/** Plugins whose code fails: reported, and the plugin beside them works. */
class BrokenPluginTest {

  @TempDir Path folder;

  @Test
  void aModuleThatThrows() throws IOException {
    wired(PluginSources.module("Module", "throw new IllegalStateException(\"no licence\");"));

    assertBroken(PluginError.WIRING, "wiring its Guice modules failed", "no licence");
  }

  @Test
  void isToldToTheCallerAndNotToALog() throws IOException {
    wired(PluginSources.module("Module", "throw new IllegalStateException(\"no licence\");"));
    List<LogRecord> logged = new ArrayList<>();
    Handler recorder =
        new Handler() {
          @Override
          public void publish(LogRecord entry) {
            logged.add(entry);
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger guice = Logger.getLogger("com.google.inject");
    guice.addHandler(recorder);
    try {
      assertBroken(PluginError.WIRING, "no licence");
    } finally {
      guice.removeHandler(recorder);
    }
    assertEquals(List.of(), logged);
  }

  @Test
  void aModuleThatCannotBeMade() throws IOException {
    wired(
        PluginSources.type(
            "public class Module extends AbstractModule",
            "public Module(String why) {} public Module() { throw new Error(\"cannot\"); }"));

    assertBroken(PluginError.WIRING, "wiring its Guice modules failed", "Error: cannot");
  }

  @Test
  void aServiceFileThatNamesNoModule() throws IOException {
    wired(PluginSources.type("public class Module", ""));

    assertBroken(PluginError.WIRING, "acme.Module not a subtype");
  }

  @Test
  void aDependencyThatNoModuleBinds() throws IOException {
    PluginSources.fit("broken")
        .source(
            "acme.Tool",
            PluginSources.type("public class Tool", "@jakarta.inject.Inject Tool() {}"))
        .source(
            "acme.Format",
            PluginSources.format("Format", "broken", "@jakarta.inject.Inject Format(Tool tool) {}"))
        .source("acme.Module", PluginSources.module("Module", "bind(Format.class);"))
        .modules("acme.Module")
        .writeTo(folder.resolve("broken.jar"));

    assertBroken(PluginError.WIRING, "Explicit bindings are required and acme.Tool");
  }

  @Test
  void anExtensionThatIsBoundButNotMarkedForInjection() throws IOException {
    PluginSources.fit("broken")
        .source("acme.Format", PluginSources.format("Format", "broken", "Format(String name) {}"))
        .source("acme.Module", PluginSources.module("Module", "bind(Format.class);"))
        .modules("acme.Module")
        .writeTo(folder.resolve("broken.jar"));

    assertBroken(PluginError.WIRING, "No injectable constructor for type acme.Format");
  }

  @Test
  void dependenciesInACircle() throws IOException {
    PluginSources.fit("broken")
        .source("acme.A", PluginSources.type("interface A", ""))
        .source("acme.B", PluginSources.type("interface B", ""))
        .source(
            "acme.InA",
            PluginSources.type("class InA implements A", "@jakarta.inject.Inject InA(B b) {}"))
        .source(
            "acme.InB",
            PluginSources.type("class InB implements B", "@jakarta.inject.Inject InB(A a) {}"))
        .source(
            "acme.Module",
            PluginSources.module(
                "Module",
                "bind(A.class).to(InA.class).asEagerSingleton(); bind(InA.class);"
                    + " bind(B.class).to(InB.class); bind(InB.class);"))
        .modules("acme.Module")
        .writeTo(folder.resolve("broken.jar"));

    assertBroken(PluginError.WIRING, "circular dependency");
  }

  @Test
  void anExtensionWhoseConstructorThrows() throws IOException {
    broken("public Format() throws IOException { throw new IOException(\"no array\"); }");

    assertBroken(
        PluginError.EXTENSION, "making the extension acme.Format failed: IOException: no array");
  }

  @Test
  void anExtensionWhoseStaticInitialiserThrows() throws IOException {
    broken("static { if (true) { throw new IllegalStateException(\"bad day\"); } }");

    assertBroken(
        PluginError.EXTENSION, "ExceptionInInitializerError", "IllegalStateException: bad day");
  }

  @Test
  void anExtensionThatNobodyCanMake() throws IOException {
    broken("public Format(String array) {}");

    assertBroken(
        PluginError.EXTENSION,
        "no module binds it, and it has no public constructor without parameters");
  }

  @Test
  void anExtensionThatRefersToALibraryOutsideTheJar() throws IOException {
    broken("private final Object tree = com.fasterxml.jackson.core.Version.unknownVersion();");

    assertBroken(
        PluginError.EXTENSION,
        "NoClassDefFoundError: com/fasterxml/jackson/core/Version",
        "neither in the plugin's jar nor shared with plugins");
  }

  @Test
  void anExtensionOfNoKnownKind() throws IOException {
    PluginSources.fit("broken")
        .source("acme.Other", PluginSources.type("public class Other", ""))
        .file("META-INF/extensions.idx", "acme.Other")
        .writeTo(folder.resolve("broken.jar"));

    assertBroken(PluginError.EXTENSION, "naming the extension acme.Other failed");
  }

  @Test
  void anExtensionWithoutId() throws IOException {
    PluginJar.ofId("broken")
        .source("acme.Format", PluginSources.format("Format", " ", ""))
        .writeTo(folder.resolve("broken.jar"));

    assertBroken(PluginError.EXTENSION, "it has no id");
  }

  @Test
  void aPluginClassThatFailsToStart() throws IOException {
    main(PluginSources.plugin("Main", "public void start() { throw new AssertionError(3); }"));

    assertBroken(PluginError.START, "starting its class acme.Main failed: AssertionError: 3");
  }

  @Test
  void aPluginClassThatIsNone() throws IOException {
    main(PluginSources.type("public class Main", ""));

    assertBroken(PluginError.START, "ClassCastException");
  }

  @Test
  void aPluginClassThatWantsTheManager() throws IOException {
    main(
        PluginSources.plugin(
            "Main", "public Main(org.pf4j.PluginWrapper wrapper) { getClass(); }"));

    assertBroken(PluginError.START, "NoSuchMethodException: acme.Main.<init>()");
  }

  @Test
  void oneExtensionIdInSeveralPlugins() throws IOException {
    for (String id : List.of("a", "b")) {
      PluginSources.fit(id)
          .source("acme.Format", PluginSources.format("Format", "raw", ""))
          .writeTo(folder.resolve(id + ".jar"));
    }
    PluginSources.fit("fit").writeTo(folder.resolve("fit.jar"));

    try (PluginHost host = PluginHost.open(folder)) {
      assertEquals(1, host.diskFormats().size());
      for (PluginReport report : host.plugins().subList(0, 2)) {
        assertEquals(
            List.of("disk-format raw is claimed by a.jar and b.jar"),
            report.faults().stream().map(Fault::message).toList());
        assertEquals(PluginError.DUPLICATE_EXTENSION, report.faults().get(0).code());
      }
    }
  }

  @Test
  void oneExtensionIdTwiceInAPlugin() throws IOException {
    PluginSources.fit("broken")
        .source("acme.Format2", PluginSources.format("Format2", "broken", ""))
        .writeTo(folder.resolve("broken.jar"));

    assertBroken(
        PluginError.DUPLICATE_EXTENSION,
        "disk-format broken is claimed by broken.jar and broken.jar");
  }

  @Test
  void oneNameOfDatastoresServedBySeveralPlugins() throws IOException {
    PluginJar.ofId("a")
        .source("acme.Type", PluginSources.datastoreType("Type", "a", "vsan"))
        .writeTo(folder.resolve("a.jar"));
    PluginJar.ofId("b")
        .source("acme.Type", PluginSources.datastoreType("Type", "b", "VSAN"))
        .writeTo(folder.resolve("b.jar"));

    try (PluginHost host = PluginHost.open(folder)) {
      assertEquals(List.of(), host.datastoreTypes());
      assertEquals(
          "datastores of type VSAN is claimed by a.jar and b.jar",
          host.plugins().get(0).faults().get(0).message());
    }
  }

  private void wired(String moduleSource) throws IOException {
    PluginSources.fit("broken")
        .source("acme.Module", moduleSource)
        .modules("acme.Module")
        .writeTo(folder.resolve("broken.jar"));
  }

  private void broken(String members) throws IOException {
    PluginJar.ofId("broken")
        .source("acme.Format", PluginSources.format("Format", "broken", members))
        .writeTo(folder.resolve("broken.jar"));
  }

  private void main(String source) throws IOException {
    PluginSources.fit("broken")
        .with("Plugin-Class", "acme.Main")
        .source("acme.Main", source)
        .writeTo(folder.resolve("broken.jar"));
  }

  private void assertBroken(ErrorCode code, String... parts) throws IOException {
    PluginSources.fit("fit").writeTo(folder.resolve("fit.jar"));
    try (PluginHost host = PluginHost.open(folder)) {
      PluginReport broken = host.plugins().get(0);
      assertEquals("broken", broken.id());
      assertEquals(1, broken.faults().size(), broken.faults().toString());
      Fault fault = broken.faults().get(0);
      assertEquals(code, fault.code());
      for (String part : parts) {
        assertTrue((fault.message() + " " + fault.remedy()).contains(part), fault.toString());
      }
      assertEquals(PluginReport.State.OK, host.plugins().get(1).state());
      assertEquals(1, host.diskFormats().size());
    }
  }
}
