package org.stowage.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The host applications that have no page. */
class ExampleHostsIT {

  @TempDir private Path folder;

  @Test
  void aPlainProgramDeploysCancelsAndLists() throws Exception {
    ExampleHost host = ExampleHost.build("host-plain");
    Path datastore = folder.resolve("home/datastores/local");

    List<String> printed = host.run(folder.resolve("home"), InstalledStowage.helloOva().toString());

    assertTrue(printed.contains("web-1: 100 %"), printed::toString);
    assertEquals(
        List.of(
            "web-1 is ready: " + datastore.resolve("web-1/web-1.vmdk"),
            "web-2 is not wanted any more",
            "there is web-1"),
        printed.stream().filter(line -> !line.endsWith("%")).toList());
    assertEquals(List.of("web-1"), instances(datastore));
  }

  @Test
  void anApplicationWiredByGuiceReadsTheImageOnceForAllItsServers() throws Exception {
    ExampleHost host = ExampleHost.build("host-guice");
    Path datastore = folder.resolve("home/datastores/local");

    List<String> printed = host.run(folder.resolve("home"), InstalledStowage.helloOva().toString());

    assertEquals("3 servers, image imports: 1", printed.get(0));
    assertEquals(
        List.of("server-1", "server-2", "server-3"),
        printed.stream().skip(1).map(line -> line.split(" ")[0]).toList());
    assertEquals(1, printed.stream().skip(1).map(line -> line.split(" ")[2]).distinct().count());
    assertEquals(List.of("server-1", "server-2", "server-3"), instances(datastore));
  }

  private static List<String> instances(Path datastore) throws IOException {
    try (Stream<Path> files = Files.walk(datastore)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".vmx"))
          .map(name -> name.replace(".vmx", ""))
          .sorted()
          .toList();
    }
  }
}
