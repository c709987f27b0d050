package org.stowage.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The rules of docs/design.md, over the jars that are shipped. */
class ArchitectureIT {

  private static JavaClasses ours;

  @BeforeAll
  static void readTheShippedJars() throws IOException {
    List<Location> jars = new ArrayList<>();
    try (Stream<Path> files =
        Files.walk(Path.of(System.getProperty("stowage.distribution.folder")), 2)) {
      files
          .filter(file -> file.getParent().getFileName().toString().matches("lib|plugins"))
          .filter(file -> file.getFileName().toString().matches("stowage-.*\\.jar"))
          .forEach(file -> jars.add(Location.of(URI.create("jar:" + file.toUri() + "!/"))));
    }
    ours =
        new ClassFileImporter()
            .withImportOption(location -> !location.contains("/shaded/"))
            .importLocations(jars);
  }

  @Test
  void everyModuleIsLookedAt() {
    Set<String> rooms =
        ours.stream()
            .map(JavaClass::getPackageName)
            .map(name -> name.split("\\."))
            .map(parts -> parts[2] + (parts[2].equals("plugin") ? "." + parts[3] : ""))
            .collect(Collectors.toCollection(TreeSet::new));

    assertEquals(
        Set.of(
            "api",
            "cli",
            "plugin.ova",
            "plugin.scaleio",
            "plugin.vmfsnfs",
            "plugin.vsan",
            "plugin.vvol",
            "runtime",
            "vmdk"),
        rooms);
  }

  @ParameterizedTest
  @EnumSource
  void isAsThePlanOfTheHouseSays(Rule rule) {
    rule.rule().check(ours);
  }
}
