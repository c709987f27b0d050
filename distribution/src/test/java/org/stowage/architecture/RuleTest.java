package org.stowage.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule notices classes that break it, which are made here. */
class RuleTest {

  @TempDir private static Path classes;

  @BeforeAll
  static void compile() throws IOException {
    List<String> arguments = new ArrayList<>(List.of("-d", classes.toString(), "-proc:none"));
    for (Arguments breach : breaches().toList()) {
      List<?> classesAndMembers = (List<?>) breach.get()[1];
      for (int i = 0; i < classesAndMembers.size(); i += 2) {
        arguments.add(
            source((String) classesAndMembers.get(i), (String) classesAndMembers.get(i + 1))
                .toString());
      }
    }
    assertEquals(
        0,
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new)));
  }

  static Stream<Arguments> breaches() {
    return Stream.of(
        breach(
            Rule.THE_API_NAMES_NOTHING_BUT_THE_JDK_AND_THE_MARK_OF_AN_EXTENSION_POINT,
            "org.stowage.api.Wired",
            "com.google.inject.Injector injector;"),
        breach(
            Rule.THE_VMDK_LIBRARY_STANDS_ALONE,
            "org.stowage.vmdk.Landed",
            "org.stowage.api.datastore.DatastoreType type;"),
        breach(
            Rule.PLUGINS_NEVER_REACH_THE_RUNTIME,
            "org.stowage.plugin.acme.Climbing",
            "org.stowage.runtime.Stowage stowage;"),
        breach(
            Rule.PLUGINS_NEVER_REACH_EACH_OTHER,
            "org.stowage.plugin.acme.Leaning",
            "org.stowage.plugin.other.Other other;",
            "org.stowage.plugin.other.Other",
            ""),
        breach(
            Rule.ONLY_PLUGINS_WHOSE_DISKS_ARE_VMDK_FILES_KNOW_THEM,
            "org.stowage.plugin.vvol.Padded",
            "org.stowage.vmdk.VmdkKind kind;"),
        breach(
            Rule.NOTHING_REACHES_INTO_PLUGINS,
            "org.stowage.runtime.deploy.Special",
            "org.stowage.plugin.acme.Acme acme;",
            "org.stowage.plugin.acme.Acme",
            ""),
        breach(
            Rule.NOTHING_REACHES_INTO_THE_COMMAND,
            "org.stowage.runtime.deploy.Talking",
            "org.stowage.cli.Action action;"),
        breach(
            Rule.ONLY_THE_LOADER_KNOWS_PF4J_AND_GUICE,
            "org.stowage.runtime.deploy.Loading",
            "org.pf4j.PluginManager plugins;"),
        breach(
            Rule.ONLY_THE_LOADER_KNOWS_PF4J_AND_GUICE,
            "org.stowage.runtime.deploy.Injected",
            "com.google.inject.Injector injector;"),
        breach(
            Rule.ONLY_THE_VSPHERE_TARGET_KNOWS_YAVIJAVA,
            "org.stowage.runtime.deploy.Vendor",
            "com.vmware.vim25.ManagedObjectReference machine;"),
        breach(
            Rule.THE_VSPHERE_TARGET_USES_OF_YAVIJAVA_TYPES_AND_STUBS_ONLY,
            "org.stowage.runtime.vsphere.Easy",
            "com.vmware.vim25.mo.ServiceInstance service;"),
        breach(
            Rule.THE_VSPHERE_TARGET_USES_OF_YAVIJAVA_TYPES_AND_STUBS_ONLY,
            "org.stowage.runtime.vsphere.Easier",
            "com.vmware.vim25.ws.SoapClient client;"),
        breach(
            Rule.PLACEMENT_DOES_NO_INPUT_OR_OUTPUT,
            "org.stowage.runtime.placement.Curious",
            "java.nio.file.Path file;"),
        breach(
            Rule.DECISIONS_DO_NOT_KNOW_WHICH_TARGET_THEY_ARE_CARRIED_OUT_ON,
            "org.stowage.runtime.deploy.Partial",
            "org.stowage.runtime.local.LocalTarget target;"),
        breach(
            Rule.PACKAGES_OF_THE_RUNTIME_FORM_NO_CYCLE,
            "org.stowage.runtime.one.One",
            "org.stowage.runtime.two.Two two;",
            "org.stowage.runtime.two.Two",
            "org.stowage.runtime.one.One one;"),
        breach(
            Rule.ONLY_THE_MAIN_METHOD_ENDS_THE_PROCESS,
            "org.stowage.cli.instance.Hasty",
            "void end() { System.exit(1); }"),
        breach(
            Rule.ONLY_THE_MAIN_METHOD_ENDS_THE_PROCESS,
            "org.stowage.runtime.Hastier",
            "void end() { Runtime.getRuntime().halt(1); }"),
        breach(
            Rule.ONLY_THE_COMMAND_WRITES_TO_THE_STREAMS_OF_THE_PROCESS,
            "org.stowage.runtime.Chatty",
            "void say() { System.err.println(); }"),
        breach(Rule.NO_STATIC_FIELD_CHANGES, "org.stowage.runtime.Shared", "static int runtimes;"));
  }

  /** A class with a member, then further ones with theirs, if any; the names are all different. */
  private static Arguments breach(Rule rule, String... classesAndMembers) {
    return Arguments.of(rule, List.of(classesAndMembers));
  }

  @ParameterizedTest
  @MethodSource("breaches")
  void isBrokenBy(Rule rule, List<String> classesAndMembers) {
    AssertionError failure =
        assertThrows(AssertionError.class, () -> rule.rule().check(classes(classesAndMembers)));
    String name = classesAndMembers.get(0);
    assertTrue(
        failure.getMessage().contains(name.substring(name.lastIndexOf('.'))), failure::toString);
  }

  @Test
  void noneIsLeftOut() {
    Set<Rule> broken = breaches().map(each -> (Rule) each.get()[0]).collect(Collectors.toSet());

    assertEquals(EnumSet.allOf(Rule.class), broken);
  }

  private static JavaClasses classes(List<String> classesAndMembers) {
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < classesAndMembers.size(); i += 2) {
      files.add(classes.resolve(classesAndMembers.get(i).replace('.', '/') + ".class"));
    }
    return new ClassFileImporter().importPaths(files);
  }

  private static Path source(String name, String member) throws IOException {
    int dot = name.lastIndexOf('.');
    String simpleName = name.substring(dot + 1);
    return Files.writeString(
        classes.resolve(simpleName + ".java"),
        "package %s; public class %s { %s }".formatted(name.substring(0, dot), simpleName, member));
  }
}
