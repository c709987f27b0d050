package org.stowage.plugin.ova;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.stowage.api.ErrorCode;
import org.stowage.api.disk.Problem;
import org.stowage.api.disk.Problem.Severity;
import org.stowage.plugin.ova.error.OvaError;
import org.stowage.plugin.ova.tar.TarIndex;
import org.stowage.plugin.ova.tar.TarMember;

/** What is odd about a package as a whole, though its disk can be used. */
final class PackageProblems {

  private static final int SHOWN_NAMES = 5;

  private final String archive;
  private final PackageTexts texts;
  private final List<Problem> problems = new ArrayList<>();

  private PackageProblems(String archive, PackageTexts texts) {
    this.archive = OvaError.shown(archive);
    this.texts = texts;
  }

  /** Of a package whose members are all known. */
  static List<Problem> of(TarIndex index, PackageTexts texts, String archive) {
    PackageProblems all = new PackageProblems(archive, texts);
    all.order(index);
    all.end(index);
    all.manifest();
    all.unlisted(index.files().values());
    all.absent(index.files().keySet());
    return all.problems;
  }

  /** Of a package that was read up to its disk. */
  static List<Problem> soFar(List<TarMember> members, PackageTexts texts, String archive) {
    PackageProblems all = new PackageProblems(archive, texts);
    if (texts.promises().hasManifest()) {
      all.unlisted(members);
    } else {
      all.add(
          OvaError.NO_MANIFEST,
          Severity.INFO,
          "no manifest comes before the disk; one that follows is checked before the disk counts",
          "");
    }
    return all.problems;
  }

  private void order(TarIndex index) {
    TarMember first = index.files().values().iterator().next();
    if (!first.equals(texts.descriptor().orElse(null))) {
      add(
          OvaError.MEMBER_ORDER,
          Severity.WARNING,
          "%s comes before the descriptor, which should be first"
              .formatted(OvaError.shown(first.name())),
          "Other tools refuse that, and it may not be readable from a stream: pack it again.");
    }
  }

  private void end(TarIndex index) {
    if (!index.endMarked()) {
      add(
          OvaError.NO_END_MARKER,
          Severity.WARNING,
          "the archive ends without the blocks of zeros that mark its end",
          "All its members are whole, but others may have followed: compare it with its origin.");
    }
  }

  private void manifest() {
    if (!texts.promises().hasManifest()) {
      add(
          OvaError.NO_MANIFEST,
          Severity.WARNING,
          "there is no manifest (.mf), so damage of its members may go unnoticed",
          "Compare the digest of the archive with the one its origin gives.");
    }
  }

  private void unlisted(Collection<TarMember> files) {
    Set<String> listed = texts.manifest().members();
    List<String> unlisted =
        files.stream()
            .filter(file -> PackageFile.of(file).isListed())
            .map(TarMember::name)
            .filter(name -> !listed.contains(name))
            .toList();
    if (texts.promises().hasManifest() && !unlisted.isEmpty()) {
      add(
          OvaError.UNLISTED,
          Severity.WARNING,
          "the manifest does not list " + shown(unlisted),
          "What is not listed cannot be checked; export the package again.");
    }
  }

  private void absent(Set<String> present) {
    List<String> absent =
        texts.manifest().members().stream().filter(name -> !present.contains(name)).toList();
    if (!absent.isEmpty()) {
      add(
          OvaError.LISTED_ABSENT,
          Severity.WARNING,
          "the manifest lists %s, which is not in the archive".formatted(shown(absent)),
          "The package may be incomplete; other tools may refuse it.");
    }
  }

  private static String shown(List<String> names) {
    String some =
        String.join(", ", names.stream().limit(SHOWN_NAMES).map(OvaError::shown).toList());
    int more = names.size() - SHOWN_NAMES;
    return more > 0 ? "%s and %d more".formatted(some, more) : some;
  }

  private void add(ErrorCode code, Severity severity, String message, String fix) {
    problems.add(new Problem(code, severity, archive + ": " + message, fix));
  }
}
