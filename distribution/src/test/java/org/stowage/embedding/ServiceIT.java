package org.stowage.embedding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.runtime.Operation;
import org.stowage.runtime.Stowage;
import org.stowage.runtime.StowageService;
import org.stowage.runtime.deploy.DeployRequest;
import org.stowage.runtime.deploy.Deployment;
import org.stowage.runtime.guice.StowageModule;
import org.stowage.runtime.plugin.PluginReport;

/** A host that runs for long, with the plugins that are shipped. */
class ServiceIT {

  private static final Path PLUGINS =
      Path.of(System.getProperty("stowage.distribution.folder"), "plugins");
  private static final Path HELLO = Path.of("../examples/hello.ova").toAbsolutePath().normalize();

  @TempDir Path folder;

  private Stowage.Builder builder() {
    return Stowage.builder().home(folder.resolve("home")).plugins(PLUGINS);
  }

  private static CompletableFuture<Deployment> deploy(StowageService service, String name) {
    Operation operation = Operation.unwatched(name);
    return service.submit(
        operation, stowage -> stowage.deploy(DeployRequest.of(HELLO.toString(), name), operation));
  }

  @Test
  void deploysWhileItsPluginsAreLoadedAHundredTimes() throws Exception {
    try (StowageService service = StowageService.start(builder())) {
      List<CompletableFuture<Deployment>> deployments = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        if (i % 10 == 0) {
          deployments.add(deploy(service, "web-" + i));
        }
        assertTrue(service.reload().stream().allMatch(each -> each.faults().isEmpty()));
      }
      for (CompletableFuture<Deployment> each : deployments) {
        each.get();
      }

      assertEquals(10, service.call(stowage -> stowage.instances(null)).size());
      assertEquals(1, service.call(stowage -> stowage.caches().list(null)).size());
    }
    assertEquals(0, openPluginJars());
  }

  /** How many plugin jars this process has open. */
  private static long openPluginJars() throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors.filter(ServiceIT::isPluginJar).count();
    }
  }

  private static boolean isPluginJar(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).startsWith(PLUGINS.toRealPath());
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void aHostWiredByGuiceGetsOneService() throws Exception {
    Injector host = Guice.createInjector(Stage.PRODUCTION, new StowageModule(builder()));

    try (StowageService service = host.getInstance(StowageService.class)) {
      assertSame(service, host.getInstance(StowageService.class));
      assertEquals("web", deploy(service, "web").get().instance().instance().name());
    }
  }

  @Test
  void twoRuntimesInOneProcessHaveTheirOwnPlugins() throws Exception {
    Path few = Files.createDirectories(folder.resolve("few"));
    try (Stream<Path> jars = Files.list(PLUGINS)) {
      for (Path jar : jars.filter(each -> each.toString().contains("vmfs-nfs")).toList()) {
        Files.copy(jar, few.resolve(jar.getFileName()));
      }
    }
    try (Stowage all = builder().build();
        Stowage one = Stowage.builder().home(folder.resolve("other")).plugins(few).build()) {
      assertEquals(List.of("vmfs-nfs"), one.plugins().stream().map(PluginReport::id).toList());
      assertEquals(5, all.plugins().size());

      all.deploy(DeployRequest.of(HELLO.toString(), "web"), Operation.unwatched("web"));

      assertEquals(1, all.instances(null).size());
      assertEquals(0, one.instances(null).size());
    }
  }
}
