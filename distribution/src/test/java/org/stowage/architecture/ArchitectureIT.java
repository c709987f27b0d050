package org.stowage.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
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

/** The rules of docs/design.md, over the jars that are shipped. */
class ArchitectureIT {

  private static final String API = "org.stowage.api..";
  private static final String VMDK = "org.stowage.vmdk..";
  private static final String RUNTIME = "org.stowage.runtime..";
  private static final String PLUGIN = "org.stowage.plugin.(*)..";
  private static final String[] JDK = {"java..", "javax.."};

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

  @Test
  void theApiNamesNothingButTheJdkAndTheMarkOfAnExtensionPoint() {
    classes()
        .that()
        .resideInAPackage(API)
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(JDK)
                .or(resideInAPackage(API))
                .or(resideInAPackage("org.jspecify.."))
                .or(named("org.pf4j.ExtensionPoint")))
        .check(ours);
  }

  @Test
  void theVmdkLibraryStandsAlone() {
    classes()
        .that()
        .resideInAPackage(VMDK)
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(JDK)
                .or(resideInAPackage(VMDK))
                .or(resideInAPackage("org.stowage.api"))
                .or(resideInAPackage("org.stowage.api.disk"))
                .or(resideInAPackage("org.jspecify..")))
        .check(ours);
  }

  @Test
  void pluginsNeverReachTheRuntimeOrTheCommand() {
    noClasses()
        .that()
        .resideInAPackage("org.stowage.plugin..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(RUNTIME, "org.stowage.cli..")
        .check(ours);
  }

  @Test
  void pluginsNeverReachEachOther() {
    slices().matching(PLUGIN).should().notDependOnEachOther().check(ours);
  }

  @Test
  void nothingReachesIntoPlugins() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.stowage.plugin..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.stowage.plugin..")
        .check(ours);
  }

  @Test
  void onlyTheLoaderKnowsPf4jAndGuice() {
    noClasses()
        .that()
        .resideInAnyPackage(RUNTIME, "org.stowage.cli..", VMDK)
        .and()
        .resideOutsideOfPackage("org.stowage.runtime.plugin..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("org.pf4j..", "com.google.inject..", "jakarta.inject..")
                .and(DescribedPredicate.not(named("org.pf4j.ExtensionPoint"))))
        .check(ours);
  }

  @Test
  void onlyTheVsphereTargetKnowsYavijava() {
    noClasses()
        .that()
        .resideInAPackage("org.stowage..")
        .and()
        .resideOutsideOfPackage("org.stowage.runtime.vsphere..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.vmware..")
        .check(ours);
  }

  /** Its own client changes the JVM's TLS defaults, some by being loaded. */
  @Test
  void theVsphereTargetUsesOfYavijavaTypesAndStubsOnly() {
    noClasses()
        .that()
        .resideInAPackage("org.stowage.runtime.vsphere..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("com.vmware.vim25.mo..", "com.vmware.vim.rest..")
                .or(
                    resideInAPackage("com.vmware.vim25.ws")
                        .and(
                            DescribedPredicate.not(
                                named("com.vmware.vim25.ws.Client")
                                    .or(named("com.vmware.vim25.ws.VimStub"))
                                    .or(named("com.vmware.vim25.ws.Argument"))))))
        .check(ours);
  }

  @Test
  void placementDoesNoInputOrOutput() {
    noClasses()
        .that()
        .resideInAPackage("org.stowage.runtime.placement..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.io..", "java.nio..", "java.net..")
        .check(ours);
  }

  @Test
  void decisionsDoNotKnowWhichTargetTheyAreCarriedOutOn() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "org.stowage.runtime.placement..",
            "org.stowage.runtime.cache..",
            "org.stowage.runtime.deploy..",
            "org.stowage.runtime.image..",
            "org.stowage.runtime.snapshot..",
            "org.stowage.runtime.target..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.stowage.runtime.local..", "org.stowage.runtime.vsphere..")
        .check(ours);
  }

  @Test
  void packagesOfTheRuntimeFormNoCycle() {
    slices().matching("org.stowage.runtime.(*)..").should().beFreeOfCycles().check(ours);
  }

  @Test
  void onlyTheCommandEndsTheProcessOrWritesToItsStreams() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.stowage.cli..")
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "halt", int.class)
        .orShould()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(ours);
  }

  private static DescribedPredicate<JavaClass> named(String name) {
    return DescribedPredicate.describe(
        name, type -> type.getBaseComponentType().getName().equals(name));
  }
}
