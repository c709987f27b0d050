package org.stowage.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.testkit.RealPeers;

/** The Debian package, installed by dpkg below a folder. */
class DebianPackageIT {

  @TempDir private Path root;

  @BeforeEach
  void install() throws Exception {
    RealPeers.requireRoot();
    Files.createDirectories(root.resolve("var/lib/dpkg/updates"));
    Files.createDirectories(root.resolve("var/lib/dpkg/info"));
    Files.createFile(root.resolve("var/lib/dpkg/status"));
    dpkg("--force-depends", "--install", builtPackage().toString());
  }

  @Test
  void putsEverythingInPlaceAndLeavesNothingBehindButPluginsThatOthersAdded() throws Exception {
    for (String file :
        List.of(
            "usr/share/bash-completion/completions/stowage",
            "usr/share/zsh/vendor-completions/_stowage",
            "usr/share/fish/vendor_completions.d/stowage.fish",
            "usr/share/man/man1/stowage.1.gz",
            "usr/share/man/man1/stowage-image-convert.1.gz",
            "usr/share/doc/stowage/copyright",
            "usr/share/doc/stowage/examples/stowage.toml")) {
      assertTrue(Files.isRegularFile(root.resolve(file)), file);
    }
    assertTrue(
        Files.exists(root.resolve("usr/lib/stowage/lib/stowage.jsa")), "made for a fast start");
    assertTrue(stowage("--version").startsWith("stowage 0"));
    assertEquals(
        5, stowage("plugin", "list").lines().filter(line -> line.contains(".jar")).count());

    Path added = Files.writeString(root.resolve("var/lib/stowage/plugins/acme.jar"), "a jar");

    dpkg("--purge", "stowage");

    try (Stream<Path> left = Files.walk(root)) {
      assertEquals(
          List.of(added),
          left.filter(file -> !file.startsWith(root.resolve("var/lib/dpkg")))
              .filter(file -> !Files.isDirectory(file))
              .toList());
    }
    assertFalse(Files.exists(root.resolve("usr/lib/stowage")));
  }

  private static Path builtPackage() throws IOException {
    try (Stream<Path> files = Files.list(InstalledStowage.distribution().getParent())) {
      return files.filter(file -> file.toString().endsWith(".deb")).findFirst().orElseThrow();
    }
  }

  private void dpkg(String... arguments) throws Exception {
    RealPeers.run(
        root,
        "dpkg",
        Stream.concat(
                Stream.of("--root=" + root, "--force-script-chrootless", "--log=/dev/null"),
                Stream.of(arguments))
            .toArray(String[]::new));
  }

  /** Runs the command where its folder of plugins is at its place. */
  private String stowage(String... arguments) throws Exception {
    String script =
        "mount -t tmpfs none /var/lib && mkdir /var/lib/stowage"
            + " && mount --bind \"$0/var/lib/stowage\" /var/lib/stowage"
            + " && exec \"$0/usr/bin/stowage\" --home \"$0/home\" \"$@\"";
    return RealPeers.run(
        root,
        "unshare",
        Stream.concat(
                Stream.of("--mount", "sh", "-c", script, root.toString()), Stream.of(arguments))
            .toArray(String[]::new));
  }
}
