package org.stowage.cli.endtoend;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.stowage.cli.endtoend.InstalledStowage.Outcome;
import org.stowage.testkit.RealPeers;

/** What somebody does who has nothing of Stowage's sources but the examples. */
final class ThirdParty {

  /** What a newcomer may need for all of the page, reading it included. */
  static final Duration LONGEST = Duration.ofMinutes(15);

  private ThirdParty() {}

  /** The top folder of the sources. */
  static Path sources() {
    return Path.of(System.getProperty("stowage.examples.folder"))
        .toAbsolutePath()
        .normalize()
        .getParent();
  }

  /** Runs one of the scripts in {@code dev}, in the top folder. */
  static Outcome run(Path home, String script, String... arguments) throws Exception {
    RealPeers.require("mvn");
    List<String> command =
        new ArrayList<>(List.of("env", "-C", sources().toString(), "dev/" + script));
    command.addAll(List.of(arguments));
    return InstalledStowage.on(home)
        .with("MAVEN_REPOSITORY", System.getProperty("stowage.maven.repository"))
        .start(command)
        .outcome(LONGEST.toSeconds());
  }
}
