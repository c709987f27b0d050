package org.stowage.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
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
  }
}
