package org.stowage.api;

import japicmp.cmp.JApiCmpArchive;
import japicmp.cmp.JarArchiveComparator;
import japicmp.cmp.JarArchiveComparatorOptions;
import japicmp.model.AccessModifier;
import japicmp.model.JApiBehavior;
import japicmp.model.JApiClass;
import japicmp.model.JApiCompatibility;
import japicmp.model.JApiCompatibilityChange;
import japicmp.model.JApiField;
import japicmp.model.JApiParameter;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds what breaks users of one jar with another: who calls it, and who implements it. */
final class ApiChanges {

  private final SortedSet<String> breaking = new TreeSet<>();

  private ApiChanges() {}

  /** One line for each change, such as {@code org.stowage.api.X#a(int): METHOD_REMOVED}. */
  static SortedSet<String> breaking(Path old, Path now) {
    JarArchiveComparatorOptions options = new JarArchiveComparatorOptions();
    options.setAccessModifier(AccessModifier.PROTECTED);
    options.setNoAnnotations(true);
    options.getIgnoreMissingClasses().setIgnoreAllMissingClasses(true);
    ApiChanges changes = new ApiChanges();
    new JarArchiveComparator(options)
        .compare(new JApiCmpArchive(old.toFile(), "old"), new JApiCmpArchive(now.toFile(), "now"))
        .forEach(changes::look);
    return changes.breaking;
  }

  private void look(JApiClass type) {
    String name = type.getFullyQualifiedName();
    look(name, type);
    look(name, type.getSuperclass());
    type.getInterfaces().forEach(each -> look(name, each));
    type.getMethods().forEach(each -> look(name + "#" + signature(each), each));
    type.getConstructors().forEach(each -> look(name + "#" + signature(each), each));
    for (JApiField field : type.getFields()) {
      look(name + "#" + field.getName(), field);
    }
  }

  private void look(String what, JApiCompatibility element) {
    for (JApiCompatibilityChange change : element.getCompatibilityChanges()) {
      if (!change.isBinaryCompatible() || !change.isSourceCompatible()) {
        breaking.add(what + ": " + change.getType());
      }
    }
  }

  private static String signature(JApiBehavior behavior) {
    return behavior.getName()
        + behavior.getParameters().stream()
            .map(JApiParameter::getType)
            .collect(Collectors.joining(",", "(", ")"));
  }
}
