package org.stowage.runtime.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.stowage.api.StorageException;

/**
 * The jars of a folder that may run, by their SHA-256: the file {@code plugins.lock} beside them,
 * in the form that {@code sha256sum} writes and checks. Immutable.
 *
 * @param digests hexadecimal, lowercase, by file name
 */
record PluginLock(SortedMap<String, String> digests) {

  static final String FILE_NAME = "plugins.lock";

  private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) [ *]([^/]+)");

  static final PluginLock EMPTY = new PluginLock(new TreeMap<>());

  /**
   * Reads the lock of a folder; empty when it has none.
   *
   * @throws StorageException {@code plugin-lock} when it is not what it should be
   */
  static Optional<PluginLock> read(Path folder) throws IOException {
    Path file = folder.resolve(FILE_NAME);
    SortedMap<String, String> digests = new TreeMap<>();
    int number = 0;
    try {
      for (String line : Files.readString(file).lines().toList()) {
        number++;
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
          throw new StorageException(
              PluginError.LOCK,
              "line %d of %s is not a SHA-256, two spaces and a file name".formatted(number, file),
              "Write it again with: stowage plugin lock");
        }
        digests.put(matcher.group(2), matcher.group(1));
      }
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    return Optional.of(new PluginLock(digests));
  }

  /** Puts this in place of the folder's lock, as a whole or not at all. */
  void write(Path folder) throws IOException {
    StringBuilder lines = new StringBuilder();
    digests.forEach((name, digest) -> lines.append(digest + "  " + name + "\n"));
    Staged.write(
        folder.resolve(FILE_NAME),
        out -> out.write(lines.toString().getBytes(StandardCharsets.UTF_8)));
  }

  /** The lock with a jar added, or its digest renewed. */
  PluginLock with(String fileName, String digest) {
    SortedMap<String, String> more = new TreeMap<>(digests);
    more.put(fileName, digest);
    return new PluginLock(more);
  }

  PluginLock without(String fileName) {
    SortedMap<String, String> fewer = new TreeMap<>(digests);
    fewer.remove(fileName);
    return new PluginLock(fewer);
  }

  /** Adds to a jar what this lock has against it. */
  InspectedJar judge(InspectedJar jar) {
    String listed = digests.get(jar.enabledName());
    if (listed == null) {
      return jar.withFault(
          PluginError.NOT_LISTED,
          "the plugins are locked, and " + FILE_NAME + " does not list it",
          "Add it with 'stowage plugin install', or list all jars that are there with 'stowage"
              + " plugin lock'.");
    }
    try {
      String found = digest(jar.file());
      return found.equals(listed)
          ? jar
          : jar.withFault(
              PluginError.CHANGED,
              "its SHA-256 is %s, and %s lists %s".formatted(found, FILE_NAME, listed),
              "Find out who changed it. If that was right, list it with: stowage plugin lock");
    } catch (IOException e) {
      return jar.withFault(PluginError.NOT_A_JAR, "it cannot be read: " + e, "");
    }
  }

  /** The SHA-256 of a file. */
  static String digest(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
