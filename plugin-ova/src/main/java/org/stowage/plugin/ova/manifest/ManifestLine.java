package org.stowage.plugin.ova.manifest;

import java.util.Locale;
import java.util.Optional;

/**
 * A line {@code ALG(name)= hex}. Blanks are allowed around everything, as producers differ in them.
 * The name goes up to the last parenthesis, for names have parentheses too.
 *
 * @param algorithm as it is written
 * @param value what follows the equals sign, in lower case
 */
public record ManifestLine(String algorithm, String name, String value) {

  /** The line's parts; empty when it is no such line. */
  static Optional<ManifestLine> parse(String line) {
    int open = line.indexOf('(');
    int close = line.lastIndexOf(')');
    if (open < 1 || close < open) {
      return Optional.empty();
    }
    String rest = line.substring(close + 1).strip();
    String name = line.substring(open + 1, close).strip();
    if (!rest.startsWith("=") || name.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ManifestLine(
            line.substring(0, open).strip(),
            name,
            rest.substring(1).strip().toLowerCase(Locale.ROOT)));
  }

  /** The line of a file, with its end, in the only spelling that VMware's importers take. */
  public static String of(String name, DigestAlgorithm algorithm, String hex) {
    return algorithm.name() + "(" + name + ")= " + hex + "\n";
  }
}
