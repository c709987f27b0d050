package org.stowage.runtime.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.stowage.api.disk.DiskFacts;
import org.stowage.api.disk.ImageProperties;
import org.stowage.api.disk.Problem;
import org.stowage.api.disk.Problem.Severity;

/**
 * Compares what is declared of an image with what its bytes say.
 *
 * <p>The names are Glance's and Nova's: {@code disk_format=vmdk} is any VMDK, and with one of the
 * disk types of a disk that is laid out flat also its bare data file, which is Nova's meaning of
 * {@code vmware_disktype=preallocated}.
 */
final class DeclarationCheck {

  private static final String RAW = "raw";
  private static final Set<String> LAID_OUT_FLAT =
      Set.of("preallocated", "thin", "thick", "eagerzeroedthick", "flat");

  private DeclarationCheck() {}

  static List<Problem> problems(DiskFacts facts, ImageProperties declared) {
    List<Problem> problems = new ArrayList<>();
    declared
        .value(ImageProperties.CONTAINER_FORMAT)
        .filter(container -> !isContainer(container, facts))
        .ifPresent(
            container ->
                problems.add(
                    differs(
                        facts,
                        ImageProperties.CONTAINER_FORMAT,
                        container,
                        facts.container() == null ? "bare" : facts.container())));
    declared
        .value(ImageProperties.DISK_FORMAT)
        .filter(format -> !isFormat(format, facts, declared))
        .ifPresent(
            format ->
                problems.add(differs(facts, ImageProperties.DISK_FORMAT, format, facts.format())));
    declared
        .value(ImageProperties.DISK_TYPE)
        .filter(type -> !isType(type, facts))
        .ifPresent(
            type -> problems.add(differs(facts, ImageProperties.DISK_TYPE, type, facts.format())));
    return problems;
  }

  private static boolean isContainer(String container, DiskFacts facts) {
    return container.equalsIgnoreCase(facts.container() == null ? "bare" : facts.container());
  }

  private static boolean isFormat(String format, DiskFacts facts, ImageProperties declared) {
    if (format.equalsIgnoreCase("vmdk")) {
      boolean bareData =
          declared.value(ImageProperties.DISK_TYPE).filter(DeclarationCheck::isFlat).isPresent();
      return !facts.format().equals(RAW) || bareData;
    }
    return format.equalsIgnoreCase(facts.format()) || format.equalsIgnoreCase(facts.container());
  }

  private static boolean isType(String type, DiskFacts facts) {
    return type.equalsIgnoreCase(facts.format())
        || isFlat(type) && (facts.format().equals("flat") || facts.format().equals(RAW));
  }

  private static boolean isFlat(String type) {
    return LAID_OUT_FLAT.contains(type.toLowerCase(Locale.ROOT));
  }

  private static Problem differs(DiskFacts facts, String name, String declared, String found) {
    return new Problem(
        ImageError.DECLARED_OTHERWISE,
        Severity.WARNING,
        "%s is declared as %s=%s, but its bytes are %s; they are believed"
            .formatted(facts.fileName(), name, declared, found),
        "Correct the declaration.");
  }
}
