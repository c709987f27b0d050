package org.stowage.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.testkit.RealPeers;

/** The shell script that starts the command. */
class LauncherIT {

  private static final Path DISTRIBUTION =
      Path.of(System.getProperty("stowage.distribution.folder"));
  private static final String SHARED = "org.stowage.cli.StowageCommand source: shared objects file";

  @TempDir private Path folder;
  private final Map<String, String> environment = new TreeMap<>();

  @Test
  void runsThroughSymbolicLinksAndPrintsNothingOfItsOwn() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), launcher(DISTRIBUTION));
    Path other =
        Files.createSymbolicLink(folder.resolve("other"), Path.of(link.getFileName().toString()));

    Ended run = run(other, "--version");

    assertTrue(run.out.matches("stowage \\S+\n"), run.out);
    assertEquals(new Ended(0, run.out, ""), run);
  }

  @Test
  void takesItsClassesFromTheArchiveOfTheBuild() throws Exception {
    assertTrue(loadedClasses(DISTRIBUTION).contains(SHARED));
  }

  @Test
  void runsSilentlyWithoutTheArchiveWhereItWasNotMade() throws Exception {
    Path moved = copyOfDistribution("moved here");

    assertEquals(run(launcher(DISTRIBUTION), "--help"), run(launcher(moved), "--help"));
    assertFalse(loadedClasses(moved).contains(SHARED));
  }

  @Test
  void runsSilentlyWithADamagedArchive() throws Exception {
    Path damaged = copyOfDistribution("damaged");
    shareClasses(damaged);
    Path archive = damaged.resolve("lib/stowage.jsa");
    Files.setPosixFilePermissions(archive, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(archive, "not an archive");

    assertEquals(run(launcher(DISTRIBUTION), "--help"), run(launcher(damaged), "--help"));
  }

  @Test
  void sharesClassesAgainWhereItWasMovedTo() throws Exception {
    Path moved = copyOfDistribution("moved");
    shareClasses(moved);

    assertTrue(loadedClasses(moved).contains(SHARED));
  }

  @Test
  void refusesJavaOlderThan17() throws Exception {
    Path java = Files.createDirectories(folder.resolve("old/bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\nexit 99\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    Files.writeString(folder.resolve("old/release"), "JAVA_VERSION=\"11.0.2\"\n");
    environment.put("JAVA_HOME", folder.resolve("old").toString());

    assertEquals(
        new Ended(
            1,
            "",
            "stowage: "
                + java
                + " is version 11.0.2; Java 17 or newer is needed. Set JAVA_HOME to one.\n"),
        run(launcher(DISTRIBUTION), "--version"));
  }

  @Test
  void saysWhenJavaHomeHoldsNoJava() throws Exception {
    environment.put("JAVA_HOME", folder.toString());

    Ended run = run(launcher(DISTRIBUTION), "--version");

    assertEquals(1, run.status);
    assertTrue(run.err.startsWith("stowage: JAVA_HOME is " + folder + ", which has no bin/java."));
  }

  @Test
  void asksJavaItselfWhereNoReleaseFileTellsTheVersion() throws Exception {
    Path bin = Files.createDirectories(folder.resolve("bare/bin"));
    Path real = Path.of(System.getProperty("java.home"), "bin/java");
    Files.writeString(bin.resolve("java"), "#!/bin/sh\nexec '" + real + "' \"$@\"\n");
    Files.setPosixFilePermissions(
        bin.resolve("java"), PosixFilePermissions.fromString("rwx------"));
    environment.put("JAVA_HOME", folder.resolve("bare").toString());

    assertEquals(0, run(launcher(DISTRIBUTION), "--version").status);
  }

  /** Java says nothing about a name that means nothing to it. One is of Java 18 and later. */
  @Test
  void namesMethodsThereAreToTheCompiler() throws Exception {
    Matcher named =
        Pattern.compile("CompileThresholdScaling,([^:]+)::([^,]+),")
            .matcher(Files.readString(launcher(DISTRIBUTION)));

    assertEquals(
        List.of("decode", "update", "update", "crypt", "implCompressMultiBlock"),
        named
            .results()
            .filter(name -> !name.group(2).equals("implGCMCrypt"))
            .filter(name -> methodsOf(name.group(1)).contains(name.group(2)))
            .map(name -> name.group(2))
            .toList());
  }

  private static Set<String> methodsOf(String type) {
    try {
      return Arrays.stream(Class.forName(type).getDeclaredMethods())
          .map(Method::getName)
          .collect(Collectors.toSet());
    } catch (ClassNotFoundException e) {
      throw new AssertionError("the launcher names a class that is gone", e);
    }
  }

  private static Path launcher(Path distribution) {
    return distribution.resolve("bin/stowage");
  }

  private Path copyOfDistribution(String name) throws Exception {
    RealPeers.run(folder, "cp", "-a", DISTRIBUTION.toString(), name);
    return folder.resolve(name);
  }

  private void shareClasses(Path distribution) throws Exception {
    assertEquals(new Ended(0, "", ""), run(distribution.resolve("bin/stowage-share-classes")));
  }

  private String loadedClasses(Path distribution) throws Exception {
    environment.put("STOWAGE_JAVA_OPTS", "-Xlog:class+load");
    return run(launcher(distribution), "--version").out;
  }

  private Ended run(Path program, String... arguments) throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    String[] command = new String[arguments.length + 1];
    command[0] = program.toString();
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertTrue(process.waitFor(2, TimeUnit.MINUTES), program + " does not end");
    return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  private record Ended(int status, String out, String err) {}
}
