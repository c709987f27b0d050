package org.stowage.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar of this build against the API that plugins were promised. */
class ApiPromiseIT {

  private static final Path BASELINE = Path.of(System.getProperty("stowage.api.baseline"));
  private static final Path SOURCES = Path.of(System.getProperty("stowage.api.sources"));
  private static final Path BUILT = Path.of(System.getProperty("stowage.api.jar"));

  @TempDir private Path folder;

  @Test
  void nothingBreaksButWhatWasAccepted() throws IOException {
    assertEquals(
        lines(accepted()),
        lines(ApiChanges.breaking(promised(), BUILT)),
        "breaking changes of the API: undo them, or see docs/plugin-authors.md on what is promised");
  }

  @Test
  void theManifestTellsTheVersionOfTheApi() throws IOException {
    try (JarFile jar = new JarFile(BUILT.toFile())) {
      assertEquals(
          StowageApi.VERSION,
          jar.getManifest().getMainAttributes().getValue("Stowage-Api-Version"));
    }
  }

  @Test
  void aMethodThatIsGoneIsNoticed() throws IOException {
    assertEquals(
        Set.of("org.stowage.api.disk.DiskFormat#id(): METHOD_REMOVED"),
        changesAfter("disk/DiskFormat.java", "String id();", ""));
  }

  @Test
  void aMethodThatPluginsDoNotHaveYetIsNoticed() throws IOException {
    assertEquals(
        Set.of("org.stowage.api.disk.DiskFormat#label(): METHOD_ADDED_TO_INTERFACE"),
        changesAfter("disk/DiskFormat.java", "String id();", "String id(); String label();"));
  }

  @Test
  void aComponentMoreOfARecordIsNoticed() throws IOException {
    Set<String> changes =
        changesAfter(
            "ephemeral/VolumeRequest.java",
            "public record VolumeRequest(",
            "public record VolumeRequest(int generation, ");

    assertTrue(
        changes.stream().anyMatch(change -> change.endsWith(": CONSTRUCTOR_REMOVED")),
        changes.toString());
  }

  @Test
  void aMethodWithABodyOfItsOwnBreaksNobody() throws IOException {
    assertEquals(
        Set.of(),
        changesAfter(
            "disk/DiskFormat.java",
            "String id();",
            "String id(); default String label() { return id(); }"));
  }

  /** Each major version of the API has a baseline of its own. */
  private static Path promised() {
    return BASELINE.resolve("api-" + StowageApi.VERSION.split("\\.")[0] + ".jar");
  }

  private static Set<String> accepted() throws IOException {
    try (Stream<String> lines = Files.lines(BASELINE.resolve("accepted-changes.txt"))) {
      return lines
          .filter(line -> !line.startsWith("#") && !line.isBlank())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static String lines(Set<String> changes) {
    return String.join("\n", changes);
  }

  /** What the comparison says of this API with a change in one of its sources. */
  private Set<String> changesAfter(String source, String text, String replacement)
      throws IOException {
    Path changed = folder.resolve(Path.of(source).getFileName());
    String before = Files.readString(SOURCES.resolve("org/stowage/api").resolve(source));
    assertTrue(before.contains(text), text);
    Files.writeString(changed, before.replace(text, replacement));

    Path classes = Files.createDirectory(folder.resolve("classes"));
    List<String> arguments =
        new ArrayList<>(
            List.of("-d", classes.toString(), "--release", "17", "-proc:none", "-nowarn"));
    arguments.add(changed.toString());
    assertEquals(
        0,
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new)));
    return ApiChanges.breaking(BUILT, withClasses(classes));
  }

  /** A copy of the built jar, with some of its classes replaced. */
  private Path withClasses(Path classes) throws IOException {
    Path copy = folder.resolve("changed.jar");
    try (JarFile jar = new JarFile(BUILT.toFile());
        OutputStream out = Files.newOutputStream(copy);
        ZipOutputStream packing = new ZipOutputStream(out)) {
      for (ZipEntry entry : jar.stream().filter(each -> !each.isDirectory()).toList()) {
        packing.putNextEntry(new ZipEntry(entry.getName()));
        Path replaced = classes.resolve(entry.getName());
        packing.write(
            Files.exists(replaced)
                ? Files.readAllBytes(replaced)
                : jar.getInputStream(entry).readAllBytes());
        packing.closeEntry();
      }
    }
    return copy;
  }
}
