package org.stowage.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;

/** The rules of docs/design.md that can be read off the classes. */
enum Rule {
  THE_API_NAMES_NOTHING_BUT_THE_JDK_AND_THE_MARK_OF_AN_EXTENSION_POINT(
      classes()
          .that()
          .resideInAPackage(Names.API)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(Names.JDK)
                  .or(resideInAPackage(Names.API))
                  .or(resideInAPackage("org.jspecify.."))
                  .or(named("org.pf4j.ExtensionPoint")))),

  THE_VMDK_LIBRARY_STANDS_ALONE(
      classes()
          .that()
          .resideInAPackage(Names.VMDK)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(Names.JDK)
                  .or(resideInAPackage(Names.VMDK))
                  .or(resideInAPackage("org.stowage.api"))
                  .or(resideInAPackage("org.stowage.api.disk"))
                  .or(resideInAPackage("org.jspecify..")))),

  PLUGINS_NEVER_REACH_THE_RUNTIME(
      noClasses()
          .that()
          .resideInAPackage(Names.PLUGINS)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(Names.RUNTIME)),

  PLUGINS_NEVER_REACH_EACH_OTHER(
      slices().matching("org.stowage.plugin.(*)..").should().notDependOnEachOther()),

  ONLY_PLUGINS_WHOSE_DISKS_ARE_VMDK_FILES_KNOW_THEM(
      noClasses()
          .that()
          .resideInAPackage(Names.PLUGINS)
          .and()
          .resideOutsideOfPackages("org.stowage.plugin.vmfsnfs..", "org.stowage.plugin.vsan..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(Names.VMDK)),

  NOTHING_REACHES_INTO_PLUGINS(
      noClasses()
          .that()
          .resideOutsideOfPackage(Names.PLUGINS)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(Names.PLUGINS)),

  NOTHING_REACHES_INTO_THE_COMMAND(
      noClasses()
          .that()
          .resideOutsideOfPackage(Names.COMMAND)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(Names.COMMAND)),

  ONLY_THE_LOADER_KNOWS_PF4J_AND_GUICE(
      noClasses()
          .that()
          .resideInAnyPackage(Names.RUNTIME, Names.COMMAND, Names.VMDK)
          .and()
          .resideOutsideOfPackages("org.stowage.runtime.plugin..", "org.stowage.runtime.guice")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("org.pf4j..", "com.google.inject..", "jakarta.inject..")
                  .and(DescribedPredicate.not(named("org.pf4j.ExtensionPoint"))))),

  ONLY_THE_VSPHERE_TARGET_KNOWS_YAVIJAVA(
      noClasses()
          .that()
          .resideInAPackage("org.stowage..")
          .and()
          .resideOutsideOfPackage("org.stowage.runtime.vsphere..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.vmware..")),

  /** Its own client changes the JVM's TLS defaults, some by being loaded. */
  THE_VSPHERE_TARGET_USES_OF_YAVIJAVA_TYPES_AND_STUBS_ONLY(
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
                                      .or(named("com.vmware.vim25.ws.Argument"))))))),

  PLACEMENT_DOES_NO_INPUT_OR_OUTPUT(
      noClasses()
          .that()
          .resideInAPackage("org.stowage.runtime.placement..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.io..", "java.nio..", "java.net..")),

  DECISIONS_DO_NOT_KNOW_WHICH_TARGET_THEY_ARE_CARRIED_OUT_ON(
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
          .resideInAnyPackage("org.stowage.runtime.local..", "org.stowage.runtime.vsphere..")),

  PACKAGES_OF_THE_RUNTIME_FORM_NO_CYCLE(
      slices().matching("org.stowage.runtime.(*)..").should().beFreeOfCycles()),

  ONLY_THE_MAIN_METHOD_ENDS_THE_PROCESS(
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("org.stowage.cli.StowageCommand")
          .should()
          .callMethod(System.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "halt", int.class)),

  ONLY_THE_COMMAND_WRITES_TO_THE_STREAMS_OF_THE_PROCESS(
      noClasses()
          .that()
          .resideOutsideOfPackage(Names.COMMAND)
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")),

  /** Two runtimes in one process would share it. */
  NO_STATIC_FIELD_CHANGES(fields().that().areStatic().should().beFinal());

  private final ArchRule rule;

  Rule(ArchRule rule) {
    this.rule = rule;
  }

  ArchRule rule() {
    return rule;
  }

  private static DescribedPredicate<JavaClass> named(String name) {
    return DescribedPredicate.describe(
        name, type -> type.getBaseComponentType().getName().equals(name));
  }

  private static final class Names {
    static final String API = "org.stowage.api..";
    static final String VMDK = "org.stowage.vmdk..";
    static final String RUNTIME = "org.stowage.runtime..";
    static final String PLUGINS = "org.stowage.plugin..";
    static final String COMMAND = "org.stowage.cli..";
    static final String[] JDK = {"java..", "javax.."};
  }
}
