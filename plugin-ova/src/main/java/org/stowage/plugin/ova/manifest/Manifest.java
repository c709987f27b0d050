package org.stowage.plugin.ova.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.stowage.api.CommonError;
import org.stowage.api.DiskFormatException;
import org.stowage.api.disk.Problem;
import org.stowage.api.disk.Problem.Severity;
import org.stowage.plugin.ova.error.OvaError;

/**
 * The digests a package promises of its members. Usually one file says all of them; tools read
 * several, so several can be added here.
 */
public final class Manifest {

  private static final int MAX_LINE_CHARS = 4096;

  private final Map<String, Map<DigestAlgorithm, String>> digests = new LinkedHashMap<>();
  private final List<Problem> problems = new ArrayList<>();

  /**
   * Adds what a manifest file promises.
   *
   * @param folder of the file in the archive, empty or ending in a slash; its names are relative to
   *     it
   * @param where the file's name, for messages
   */
  public void add(byte[] text, String folder, String where) throws DiskFormatException {
    int number = 0;
    for (String line : (Iterable<String>) new String(text, UTF_8).lines()::iterator) {
      number++;
      if (line.length() > MAX_LINE_CHARS) {
        throw malformed(where, number, "it has more than %d characters".formatted(MAX_LINE_CHARS));
      }
      if (!line.isBlank()) {
        addLine(line.strip(), folder, where, number);
      }
    }
  }

  private void addLine(String text, String folder, String where, int number)
      throws DiskFormatException {
    Optional<ManifestLine> line = ManifestLine.parse(text);
    Optional<DigestAlgorithm> algorithm =
        line.flatMap(parsed -> DigestAlgorithm.named(parsed.algorithm()));
    if (algorithm.isEmpty()) {
      ignore(text, where, number);
      return;
    }
    String value = line.get().value();
    if (value.length() != algorithm.get().hexDigits() || !value.matches("[0-9a-f]+")) {
      throw malformed(
          where,
          number,
          "a %s digest has %d hex digits".formatted(algorithm.get(), algorithm.get().hexDigits()));
    }
    String name = line.get().name();
    String member = folder + (name.startsWith("./") ? name.substring(2) : name);
    String before =
        digests
            .computeIfAbsent(member, it -> new EnumMap<>(DigestAlgorithm.class))
            .putIfAbsent(algorithm.get(), value);
    if (before != null && !before.equals(value)) {
      throw malformed(where, number, "another line promises another digest of the same file");
    }
  }

  private void ignore(String text, String where, int number) {
    if (problems.isEmpty()) {
      problems.add(
          new Problem(
              OvaError.MANIFEST_LINE,
              Severity.WARNING,
              "%s, line %d, is not like SHA256(name)= digest and is ignored: %s"
                  .formatted(OvaError.shown(where), number, OvaError.shown(text)),
              "Make the manifest again; VMware's tools may refuse the package."));
    }
  }

  /** The members of which something is promised. */
  public Set<String> members() {
    return digests.keySet();
  }

  /** Which digests of a member are promised; none when it is not listed. */
  public Set<DigestAlgorithm> algorithms(String member) {
    return digests.getOrDefault(member, Map.of()).keySet();
  }

  /** The strongest promise about a member, as {@code sha256:<hex>}. */
  public Optional<String> promise(String member) {
    return digests.getOrDefault(member, Map.of()).entrySet().stream()
        .reduce((weaker, stronger) -> stronger)
        .map(digest -> digest.getKey().id() + ":" + digest.getValue());
  }

  /** What was odd about the manifest files. */
  public List<Problem> problems() {
    return List.copyOf(problems);
  }

  /**
   * Compares a member with what is promised of it.
   *
   * @param observed its digests by at least one of {@link #algorithms}; those by others are not
   *     looked at
   * @param archive its name, for the message
   */
  public void check(String member, Map<DigestAlgorithm, String> observed, String archive)
      throws DiskFormatException {
    Map<DigestAlgorithm, String> promised = digests.getOrDefault(member, Map.of());
    for (Map.Entry<DigestAlgorithm, String> digest : observed.entrySet()) {
      String expected = promised.get(digest.getKey());
      if (expected != null && !expected.equals(digest.getValue())) {
        throw OvaError.damaged(
            CommonError.INTEGRITY,
            archive,
            "%s differs from its manifest, which promises %s %s; observed is %s"
                .formatted(OvaError.shown(member), digest.getKey(), expected, digest.getValue()));
      }
    }
    if (Collections.disjoint(promised.keySet(), observed.keySet()) && !promised.isEmpty()) {
      throw new IllegalStateException("no digest of " + member + " was observed");
    }
  }

  private static DiskFormatException malformed(String where, int number, String why) {
    return OvaError.damaged(OvaError.MANIFEST, where, "line %d: %s".formatted(number, why));
  }
}
