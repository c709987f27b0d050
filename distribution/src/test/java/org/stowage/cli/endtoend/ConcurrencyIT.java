package org.stowage.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.cli.endtoend.InstalledStowage.Outcome;
import org.stowage.cli.endtoend.InstalledStowage.Running;

class ConcurrencyIT {

  @TempDir private Path home;

  @Test
  void importsOnceWhenTwoProcessesDeployTheSameImage() throws Exception {
    Path image = TestImages.raw(home.resolve("image.raw"), 1L << 30, 256);
    InstalledStowage stowage = InstalledStowage.on(home);

    Running first = stowage.start("deploy", image.toString(), "--name", "one", "-o", "json");
    Running second = stowage.start("deploy", image.toString(), "--name", "two", "-o", "json");
    List<Outcome> outcomes = List.of(first.outcome(), second.outcome());

    int imports = 0;
    for (Outcome outcome : outcomes) {
      assertEquals(0, outcome.status(), outcome::toString);
      boolean hit = outcome.json().get("cacheHit").booleanValue();
      assertEquals(hit, outcome.json().get("bytesTransferred").longValue() == 0, outcome::toString);
      imports += hit ? 0 : 1;
    }
    assertEquals(1, imports, outcomes::toString);
    assertEquals(1, stowage.json("cache", "list").get("images").size());
    assertEquals(2, stowage.json("list").get("instances").size());
    assertEquals(List.of(), stowage.unfinished());
  }

  @Test
  void givesANameToOneOfTwoProcessesOnly() throws Exception {
    InstalledStowage stowage = InstalledStowage.on(home);
    String image = InstalledStowage.helloOva().toString();

    Running first = stowage.start("deploy", image, "--name", "same");
    Running second = stowage.start("deploy", image, "--name", "same");
    List<Outcome> outcomes = List.of(first.outcome(), second.outcome());

    assertEquals(
        List.of(0, 1),
        outcomes.stream().map(Outcome::status).sorted().toList(),
        outcomes::toString);
    assertEquals(1, stowage.json("list").get("instances").size());
    assertEquals(List.of(), stowage.unfinished());
  }
}
