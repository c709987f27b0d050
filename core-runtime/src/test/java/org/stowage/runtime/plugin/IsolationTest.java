package org.stowage.runtime.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.inject.Module;
import java.io.IOException;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.api.disk.DiskFormat;
import org.stowage.api.disk.DiskFormats;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.DiskSpec;
import org.stowage.api.disk.ImageProperties;
import org.stowage.api.disk.ImageSource;
import org.stowage.testkit.FileImageSource;
import org.stowage.testkit.PluginJar;

class IsolationTest {

  /** A plugin whose format answers a question about what it sees by an exception's message. */
  private static final String ANSWER =
      """
      public DiskImage open(ImageSource source, DiskFormats formats) throws IOException {
        try {
          throw new IOException(answer(source.name()));
        } catch (ReflectiveOperationException e) {
          throw new IOException(e.getClass().getSimpleName());
        }
      }
      """;

  private static final String FIND_CLASS =
      ANSWER
          + """
            private static String answer(String name) throws ReflectiveOperationException {
              return Class.forName(name).getName();
            }
            """;

  private static final String FIND_RESOURCE =
      ANSWER
          + """
            private static String answer(String name) throws ReflectiveOperationException {
              return String.valueOf(Format.class.getResource("/" + name.replace('!', '/')) != null);
            }
            """;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.stowage.runtime.plugin.PluginHost",
        "org.stowage.runtime.plugin.IsolationTest",
        "org.stowage.testkit.PluginJar",
        "com.fasterxml.jackson.databind.ObjectMapper",
        "com.google.common.collect.ImmutableList",
        "org.junit.jupiter.api.Test"
      })
  void doesNotSeeClassesOfTheHost(String className) throws Exception {
    Class.forName(className);
    writePlugin("acme", FIND_CLASS);

    assertEquals("ClassNotFoundException", ask(className));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.stowage.api.disk.DiskImage",
        "org.stowage.vmdk.descriptor.Descriptor",
        "org.pf4j.Plugin",
        "org.slf4j.Logger",
        "com.google.inject.Injector",
        "jakarta.inject.Inject",
        "org.aopalliance.intercept.MethodInterceptor",
        "java.sql.Connection",
        "javax.net.ssl.SSLContext",
        "java.net.http.HttpClient"
      })
  void seesTheJdkAndWhatIsShared(String className) throws Exception {
    writePlugin("acme", FIND_CLASS);

    assertEquals(className, ask(className));
  }

  @Test
  void doesNotSeeResourcesOfTheHost() throws Exception {
    String resource = "org/stowage/runtime/plugin/IsolationTest.class";
    assertTrue(IsolationTest.class.getResource("/" + resource) != null);
    writePlugin("acme", FIND_RESOURCE);

    assertEquals("false", ask(resource.replace('/', '!')));
    assertEquals("true", ask("acme!Format.class"));
  }

  @Test
  void twoPluginsHaveTheirOwnCopiesOfOneClass() throws Exception {
    for (String id : List.of("a", "b")) {
      PluginJar.ofId(id)
          .source(
              "lib.Version",
              "package lib; public class Version { public static String of() { return \""
                  + id
                  + "\"; } }")
          .source(
              "acme.Format",
              PluginSources.format(
                  "Format",
                  id,
                  ANSWER
                      + "private static String answer(String x) throws ReflectiveOperationException"
                      + " { return lib.Version.of(); }"))
          .writeTo(folder.resolve(id + ".jar"));
    }

    try (PluginHost host = PluginHost.open(folder)) {
      assertEquals("a", ask(host.diskFormats().get(0), "version"));
      assertEquals("b", ask(host.diskFormats().get(1), "version"));
    }
  }

  @Test
  void aPluginsServiceFilesAreItsOwn() throws Exception {
    PluginSources.fit("a")
        .source("acme.Module", PluginSources.module("Module", ""))
        .modules("acme.Module")
        .writeTo(folder.resolve("a.jar"));
    PluginSources.fit("b").writeTo(folder.resolve("b.jar"));

    try (PluginHost host = PluginHost.open(folder)) {
      assertTrue(host.fault().isEmpty(), () -> host.fault().toString());
      assertFalse(ServiceLoader.load(Module.class).findFirst().isPresent());
    }
  }

  @Test
  void eachPluginHasAnInjectorWithoutParent() throws Exception {
    PluginSources.fit("acme")
        .source(
            "acme.Format",
            PluginSources.format(
                "Format",
                "acme",
                "@jakarta.inject.Inject Format(Injector mine) { if (mine.getParent() != null)"
                    + " throw new IllegalStateException(\"a child\"); }"))
        .source("acme.Module", PluginSources.module("Module", "bind(Format.class);"))
        .modules("acme.Module")
        .writeTo(folder.resolve("acme.jar"));

    try (PluginHost host = PluginHost.open(folder)) {
      assertTrue(host.fault().isEmpty(), () -> host.fault().toString());
    }
  }

  @Test
  void everyStepOfAPluginsLifeHasItsClassLoaderAsContext() throws Exception {
    String check =
        """
        if (Thread.currentThread().getContextClassLoader() != %s.class.getClassLoader()) {
          throw new IllegalStateException("a foreign context");
        }
        """;
    PluginJar.ofId("acme")
        .with("Plugin-Class", "acme.Main")
        .source(
            "acme.Main",
            PluginSources.plugin(
                "Main",
                "public Main() { %1$s } public void start() { %1$s } public void stop() { %1$s }"
                    .formatted(check.formatted("Main"))))
        .source("acme.Module", PluginSources.module("Module", check.formatted("Module")))
        .modules("acme.Module")
        .source(
            "acme.Format",
            PluginSources.format(
                "Format", "acme", "public Format() { " + check.formatted("Format") + " }"))
        .writeTo(folder.resolve("acme.jar"));
    ClassLoader before = Thread.currentThread().getContextClassLoader();

    PluginHost host = PluginHost.open(folder);
    host.close();

    assertTrue(host.fault().isEmpty(), () -> host.fault().toString());
    assertSame(before, Thread.currentThread().getContextClassLoader());
  }

  @Test
  void aPluginsClassesAreCollectedOnceItIsUnloaded() throws Exception {
    PluginSources.fit("acme")
        .with("Plugin-Class", "acme.Main")
        .source("acme.Main", PluginSources.plugin("Main", ""))
        .source("acme.Tool", PluginSources.type("class Tool", "@jakarta.inject.Inject Tool() {}"))
        .source(
            "acme.Format",
            PluginSources.format(
                "Format",
                "acme",
                """
                @jakarta.inject.Inject Format(Tool tool, java.util.Set<String> names) {}
                static class Own extends IOException {}
                public DiskImage open(ImageSource source, DiskFormats formats) throws IOException {
                  throw new Own();
                }
                """))
        .source(
            "acme.Module",
            PluginSources.type(
                "public class Module extends AbstractModule",
                """
                protected void configure() {
                  bind(Format.class);
                  bind(Tool.class).in(com.google.inject.Scopes.SINGLETON);
                }
                @Provides java.util.Set<String> names() { return java.util.Set.of("x"); }
                """))
        .modules("acme.Module")
        .writeTo(folder.resolve("acme.jar"));
    ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();

    WeakReference<ClassLoader> loader = useAndClose(collected);

    for (int i = 0; i < 50 && loader.get() != null; i++) {
      System.gc();
      collected.remove(100);
    }
    assertTrue(loader.refersTo(null), "the plugin's class loader is still reachable");
  }

  /** A frame of its own, so that no local variable of the test keeps the plugin. */
  private WeakReference<ClassLoader> useAndClose(ReferenceQueue<ClassLoader> collected)
      throws IOException {
    ClassLoader[] seen = new ClassLoader[1];
    DiskFormats formats =
        new DiskFormats() {
          @Override
          public DiskImage open(ImageSource source, ImageProperties declared) {
            throw new UnsupportedOperationException();
          }

          @Override
          public DiskImage convert(DiskImage image, String format, DiskSpec spec) {
            throw new UnsupportedOperationException();
          }
        };
    try (PluginHost host = PluginHost.open(folder)) {
      assertTrue(host.fault().isEmpty(), () -> host.fault().toString());
      DiskFormat format = host.diskFormats().get(0);
      IOException e = assertThrows(IOException.class, () -> format.open(source("x"), formats));
      assertEquals("Own", e.getClass().getSimpleName());
      seen[0] = e.getClass().getClassLoader();
    }
    return new WeakReference<>(seen[0], collected);
  }

  private void writePlugin(String id, String members) throws IOException {
    PluginJar.ofId(id)
        .source("acme.Format", PluginSources.format("Format", id, members))
        .writeTo(folder.resolve(id + ".jar"));
  }

  private String ask(String question) throws IOException {
    try (PluginHost host = PluginHost.open(folder)) {
      assertTrue(host.fault().isEmpty(), () -> host.fault().toString());
      return ask(host.diskFormats().get(0), question);
    }
  }

  private String ask(DiskFormat format, String question) {
    IOException answer = assertThrows(IOException.class, () -> format.open(source(question), null));
    return answer.getMessage();
  }

  private ImageSource source(String name) {
    return FileImageSource.of(folder.resolve(name));
  }
}
