package org.stowage.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.testkit.RealPeers;

/** What users get: the archive, the Debian package, and what is told about both. */
class ArchivesIT {

  private static final Path DISTRIBUTION = InstalledStowage.distribution();
  private static final Path TARGET = DISTRIBUTION.getParent();

  @TempDir private Path folder;

  @Test
  void checksumsAreThoseOfBoth() throws Exception {
    List<String> sums;
    try (Stream<Path> files = Files.list(TARGET)) {
      sums =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".sha256"))
              .toList();
    }

    assertEquals(2, sums.size());
    for (String file : sums) {
      String archive = file.replace(".sha256", "");
      assertEquals(
          archive + ": OK\n", RealPeers.run(TARGET, "sha256sum", "--strict", "--check", file));
    }
  }

  @Test
  void archiveHoldsWhatTheFolderDoesButNothingOfThisMachine() throws Exception {
    String name = DISTRIBUTION.getFileName().toString();
    RealPeers.run(folder, "tar", "-xzf", TARGET.resolve(name + ".tar.gz").toString());

    Set<String> expected = files(DISTRIBUTION);
    expected.removeIf(file -> file.startsWith("lib/stowage.jsa"));
    assertTrue(expected.contains("share/man/man1/stowage-image-convert.1.gz"));
    assertEquals(expected, files(folder.resolve(name)));
  }

  @Test
  void billOfMaterialsNamesEveryJarByItsDigest() throws Exception {
    Path file = DISTRIBUTION.resolve("sbom.cdx.json");
    RealPeers.requireFile(file, "a bill of materials, which a build without a network has none of");
    JsonNode bill = new ObjectMapper().readTree(file.toFile());
    TreeMap<String, String> told = new TreeMap<>();
    for (JsonNode component : bill.get("components")) {
      for (JsonNode hash : component.get("hashes")) {
        if (hash.get("alg").asText().equals("SHA-256")) {
          told.put(
              component.get("name").asText() + "-" + component.get("version").asText() + ".jar",
              hash.get("content").asText());
        }
      }
    }

    assertEquals("CycloneDX", bill.get("bomFormat").asText());
    assertEquals(
        "stowage-distribution", bill.get("metadata").get("component").get("name").asText());
    Set<String> jars =
        files(DISTRIBUTION).stream()
            .filter(name -> name.endsWith(".jar"))
            .filter(name -> !name.startsWith("lib/stowage-distribution-"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertTrue(jars.size() > 20, jars.toString());
    for (String jar : jars) {
      byte[] bytes = Files.readAllBytes(DISTRIBUTION.resolve(jar));
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      String fileName = jar.substring(jar.indexOf('/') + 1);
      assertEquals(HexFormat.of().formatHex(digest), told.get(fileName), jar);
    }
    assertTrue(told.containsKey("commons-compress-1.28.0.jar"), "what is inside of plugin-ova");
  }

  private static Set<String> files(Path folder) throws Exception {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
