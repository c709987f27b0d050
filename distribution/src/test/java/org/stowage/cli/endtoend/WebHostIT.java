package org.stowage.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.testkit.RealPeers;
import org.stowage.testkit.lab.FileServer;

/**
 * The web service among the examples, as somebody sees it who sits before a browser. Images come
 * from a server that keeps their second half back until a test has seen enough.
 */
class WebHostIT {

  private static final int IMAGE_BYTES = 32 << 20;

  @TempDir private static Path folder;
  private static ExampleHost example;
  private static Browser browser;

  @TempDir private Path home;
  private final CountDownLatch secondHalf = new CountDownLatch(1);
  private Path plugins;
  private FileServer images;
  private Process host;
  private String page;

  @BeforeAll
  static void startTheBrowser() throws Exception {
    browser = Browser.start(folder.resolve("profile"));
    example = ExampleHost.build("host-web");
  }

  @AfterAll
  static void closeTheBrowser() throws Exception {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void startTheHost() throws Exception {
    byte[] content = new byte[IMAGE_BYTES];
    new Random(1).nextBytes(content);
    images =
        FileServer.start()
            .serve("/large.raw", Files.write(home.resolve("large.raw"), content))
            .breakAt(IMAGE_BYTES / 2, this::awaitSecondHalf);
    plugins = home.resolve("plugins");
    RealPeers.run(home, "cp", "-r", example.plugins().toString(), plugins.toString());
    Path output = home.resolve("output");
    host = example.start(plugins, home.resolve("data"), "0", output);
    page = address(output);
    browser.open(page);
  }

  private void awaitSecondHalf() {
    try {
      secondHalf.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The line of the output that tells where the page is. */
  private String address(Path output) throws IOException {
    while (true) {
      boolean alive = host.isAlive();
      String printed = Files.readString(output);
      for (String line : printed.split("\n")) {
        if (line.startsWith("http://")) {
          return line;
        }
      }
      assertTrue(alive, printed);
      LockSupport.parkNanos(20_000_000);
    }
  }

  @AfterEach
  void stopTheHost() throws Exception {
    secondHalf.countDown();
    browser.open("about:blank");
    host.destroy();
    host.waitFor();
    images.close();
  }

  private static void order(String image, String name) throws Exception {
    browser.type("[name=image]", image);
    browser.type("[name=name]", name);
    browser.click("#wish button");
  }

  private static void awaitState(String name, String state) throws Exception {
    browser.await("document.querySelector('#deployment-%s.%s')".formatted(name, state));
  }

  /** Waits until the page shows that a part has been done, and not all. */
  private static void awaitMidway(String name) throws Exception {
    String bar = "document.querySelector('#deployment-" + name + " progress')";
    browser.await("%s && %s.value > 0 && %s.value < 100".formatted(bar, bar, bar));
    browser.await(
        "/^[1-9][0-9]? %%$/.test(document.querySelector('#deployment-%s .state').innerText)"
            .formatted(name));
  }

  private static List<String> names(String table) throws Exception {
    String rows = "document.querySelectorAll('#" + table + " .name')";
    return List.of(
        browser
            .value("[...%s].map(cell => cell.innerText).join()".formatted(rows))
            .textValue()
            .split(","));
  }

  private static void awaitNames(String table, String names) throws Exception {
    String rows = "document.querySelectorAll('#" + table + " .name')";
    browser.await("[...%s].map(cell => cell.innerText).join() === '%s'".formatted(rows, names));
  }

  /** All files of the host's, but the empty one that deployments lock while they claim names. */
  private List<Path> files() throws IOException {
    try (Stream<Path> walk = Files.walk(home.resolve("data"))) {
      return walk.filter(Files::isRegularFile)
          .filter(file -> !file.endsWith(".stowage/claims"))
          .sorted()
          .toList();
    }
  }

  private String get(String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(page + path)).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }

  @Test
  void showsADeploymentMovingAndThenItsInstance() throws Exception {
    order(images.url("/large.raw"), "web-1");
    awaitMidway("web-1");
    assertEquals(List.of(""), names("instances"));

    secondHalf.countDown();

    awaitState("web-1", "done");
    awaitNames("instances", "web-1");
  }

  @Test
  void leavesNothingOfADeploymentThatWasCancelled() throws Exception {
    order(InstalledStowage.helloOva().toString(), "hello");
    awaitState("hello", "done");
    awaitNames("instances", "hello");
    List<Path> before = files();

    order(images.url("/large.raw"), "web-2");
    awaitMidway("web-2");
    assertTrue(files().size() > before.size(), "something is half-done");
    browser.click("#deployment-web-2 button");

    awaitState("web-2", "cancelled");
    assertEquals(before, files());
    awaitNames("instances", "hello");
  }

  @Test
  void leavesNothingOfADeploymentThatRanWhenItWasStopped() throws Exception {
    List<Path> before = files();
    order(images.url("/large.raw"), "web-3");
    awaitMidway("web-3");
    browser.click("#reload");
    awaitNames("plugins", "ova,vmfs-nfs,vsan,vvol");

    host.destroy();

    assertTrue(host.waitFor(30, TimeUnit.SECONDS), "it ends by itself");
    assertEquals(before, files());
  }

  @Test
  void saysWhyADeploymentFailed() throws Exception {
    order("/no/such/image.ova", "web-4");

    awaitState("web-4", "failed");
    browser.await(
        "document.querySelector('#deployment-web-4 .message').innerText"
            + ".includes('/no/such/image.ova')");
  }

  @Test
  void takesInWhatIsInThePluginsFolderNow() throws Exception {
    awaitNames("plugins", "ova,vmfs-nfs,vsan,vvol");

    Files.delete(plugins.resolve("stowage-plugin-vvol-0.1.0-SNAPSHOT.jar"));
    browser.click("#reload");

    awaitNames("plugins", "ova,vmfs-nfs,vsan");
  }

  @Test
  void countsCallsIntoPluginsForPrometheus() throws Exception {
    order(InstalledStowage.helloOva().toString(), "hello");
    awaitState("hello", "done");

    String metrics = get("metrics");

    String count =
        "stowage_plugin_calls_seconds_count{operation=\"DiskFormat.open\",plugin=\"ova\"}";
    assertTrue(
        metrics.lines().anyMatch(line -> line.matches("\\Q" + count + "\\E [1-9][0-9]*")), metrics);
    String faults = "stowage_plugin_faults_total{operation=\"DiskFormat.open\",plugin=\"ova\"} 0.0";
    assertTrue(metrics.contains(faults), metrics);
  }
}
