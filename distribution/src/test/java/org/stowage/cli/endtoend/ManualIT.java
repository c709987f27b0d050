package org.stowage.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.testkit.RealPeers;

/** The manual pages in the distribution. */
class ManualIT {

  @TempDir private Path folder;
  private List<String> pages;

  @BeforeEach
  void unpack() throws IOException {
    Path manual = InstalledStowage.distribution().resolve("share/man/man1");
    try (Stream<Path> files = Files.list(manual)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString().replaceFirst("\\.gz$", "");
        try (InputStream page = new GZIPInputStream(Files.newInputStream(file))) {
          Files.copy(page, folder.resolve(name));
        }
      }
    }
    try (Stream<Path> unpacked = Files.list(folder)) {
      pages = unpacked.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void isUnderstoodWithoutAWarning() throws Exception {
    assertEquals("", run("mandoc", "-T", "lint", "-W", "warning"));
    assertEquals("", run("groff", "-man", "-T", "utf8", "-ww", "-z"));
  }

  @Test
  void hasOnePageForEachCommand() throws Exception {
    InstalledStowage stowage = InstalledStowage.on(folder.resolve("home"));
    List<String> groups = commands(stowage.succeed("--help").out());
    assertTrue(groups.containsAll(List.of("deploy", "image", "help")), groups.toString());

    for (String command : groups) {
      assertTrue(pages.contains("stowage-" + command + ".1"), command);
    }
    for (String command : commands(stowage.succeed("help", "image").out())) {
      assertTrue(pages.contains("stowage-image-" + command + ".1"), command);
    }
    assertTrue(pages.contains("stowage.1"));
  }

  @Test
  void saysHowACommandIsUsedWithExamplesAndHowItEnds() throws Exception {
    String text = RealPeers.run(folder, "mandoc", "-T", "ascii", "stowage-image-convert.1");
    String plain = text.replaceAll(".\b", "").replaceAll("\\s+", " ");

    for (String part :
        List.of(
            "stowage image convert --format=FORMAT [OPTION]... SRC DST",
            "--adapter-type=TYPE The disk's controller; otherwise the image's own.",
            "stowage image convert disk.raw disk.vmdk --format streamOptimized",
            "6 the image is not what it promises to be",
            "SEE ALSO stowage-image(1), stowage-image-inspect(1)")) {
      assertTrue(plain.contains(part), () -> part + " is not in: " + plain);
    }
  }

  private static List<String> commands(String help) {
    return help.lines()
        .dropWhile(line -> !line.startsWith("Commands:"))
        .skip(1)
        .takeWhile(line -> line.startsWith("  "))
        .filter(line -> line.matches("  [a-z]+ .*"))
        .map(line -> line.strip().split(" ")[0])
        .toList();
  }

  private String run(String program, String... options) throws Exception {
    return RealPeers.run(
        folder, program, Stream.concat(Stream.of(options), pages.stream()).toArray(String[]::new));
  }
}
