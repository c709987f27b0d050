package org.stowage.runtime.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.runtime.doctor.DatastoreSurvey;
import org.stowage.runtime.doctor.Finding;
import org.stowage.runtime.doctor.Finding.Status;

class LocalExaminationTest {

  @TempDir Path folder;

  @Test
  void triesOutWhatCommandsNeedOfAFolderAndLeavesNothing() throws IOException {
    List<Finding> findings = find(TestTarget.in(folder, TestTarget.PLAIN));

    assertEquals(
        List.of("OK folder", "OK file-system", "OK datastore-types", "OK datastores"),
        summary(findings));
    assertTrue(findings.get(1).observed().endsWith("with locks and hard links"));
    try (Stream<Path> left = Files.walk(folder.resolve(TestTarget.PLAIN))) {
      assertEquals(
          List.of("claims"),
          left.filter(Files::isRegularFile).map(file -> file.getFileName().toString()).toList());
    }
  }

  @Test
  void missesTheFolderThatIsNotThereAndLooksAtTheOthers() throws IOException {
    Path other = Files.createDirectories(folder.resolve("other"));
    LocalTarget target =
        TestTarget.of(
            TestTarget.datastore("a-gone", TestTarget.PLAIN, folder.resolve("gone")),
            TestTarget.datastore("b-here", TestTarget.PLAIN, other));

    List<Finding> findings = find(target);

    assertEquals(
        List.of(
            "FAILED folder",
            "OK folder",
            "OK file-system",
            "OK datastore-types",
            "WARNING datastore-states",
            "OK datastores"),
        summary(findings));
    assertEquals(folder.resolve("gone") + " does not exist", findings.get(0).observed());
  }

  @Test
  void takesNoFileForAFolder() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertEquals(
        file + " is not a folder",
        find(TestTarget.of(TestTarget.datastore("a", TestTarget.PLAIN, file))).get(0).observed());
  }

  @Test
  void missesTheRightToWrite() throws IOException {
    Path locked = Files.createDirectories(folder.resolve("locked"));
    Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r-xr-xr-x"));
    Assumptions.assumeFalse(Files.isWritable(locked), "root may write anywhere");
    assertEquals(
        locked + " cannot be written to",
        find(TestTarget.of(TestTarget.datastore("a", TestTarget.PLAIN, locked))).get(0).observed());
  }

  @Test
  void warnsOfTypesThatNoPluginServes() throws IOException {
    LocalTarget target = TestTarget.of(TestTarget.datastore("a", "CIFS", folder));

    assertEquals(
        List.of(
            "OK folder", "NOT_CHECKED file-system", "WARNING datastore-types", "FAILED datastores"),
        summary(find(target)));
  }

  @Test
  void tellsWhatAKilledImportLeft() throws IOException {
    LocalTarget target = TestTarget.in(folder, TestTarget.PLAIN);
    String left = "stowage-7bd3c6d6-9715-4e81-bb5c-7b31ab1289e2";
    Files.createDirectories(folder.resolve(TestTarget.PLAIN).resolve("vmware_temp").resolve(left));
    Files.createDirectories(
        folder.resolve(TestTarget.PLAIN).resolve("vmware_temp").resolve("of-somebody-else"));

    Finding remains =
        find(target).stream().filter(one -> one.check().equals("remains")).findAny().orElseThrow();

    assertEquals(Status.WARNING, remains.status());
    assertEquals("left by imports that were killed: " + left, remains.observed());
  }

  private static List<Finding> find(LocalTarget target) {
    DatastoreSurvey survey =
        new DatastoreSurvey(
            type -> type.equals(TestTarget.PLAIN) ? Optional.of("plain") : Optional.empty(), null);
    return target.examine(survey);
  }

  private static List<String> summary(List<Finding> findings) {
    return findings.stream().map(one -> one.status() + " " + one.check()).toList();
  }
}
