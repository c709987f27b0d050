package org.stowage.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.cli.endtoend.InstalledStowage.Outcome;

/**
 * The page docs/backend-in-an-afternoon.md, step by step, in less than {@link ThirdParty#LONGEST}.
 */
class NewcomerIT {

  @TempDir private Path home;

  @Test
  void getsFromAnEmptyFolderToABackendThatIsServed() throws Exception {
    Outcome outcome = ThirdParty.run(home, "newcomer");

    assertEquals(0, outcome.status(), outcome::toString);
    assertTrue(outcome.err().contains("5 steps took"), outcome::toString);
    String printed = Files.readString(ThirdParty.sources().resolve("target/newcomer.log"));
    List<String> failures =
        printed.lines().filter(line -> line.startsWith("[ERROR] Tests run:")).toList();
    assertTrue(failures.get(0).contains("Failures: 0, Errors: 1, Skipped: 0"), failures::toString);
    assertTrue(printed.contains("growsAndShowsIt"), failures::toString);
    assertTrue(printed.contains("TODO in ArrayVolumes.extend: grow the volume"), printed);
  }
}
