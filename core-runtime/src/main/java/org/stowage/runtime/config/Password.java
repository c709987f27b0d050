package org.stowage.runtime.config;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;

/**
 * A password, or where it is to be read when it is needed. Its text is nowhere but in the answer of
 * {@link #read}: not in {@link #toString}, not in messages.
 */
public final class Password {

  private final String origin;
  private final Source source;

  private Password(String origin, Source source) {
    this.origin = origin;
    this.source = source;
  }

  /**
   * A password that is known already.
   *
   * @param origin where it was found, for people: {@code "the variable GOVC_PASSWORD"}
   */
  public static Password known(String origin, String password) {
    return new Password(origin, () -> password);
  }

  /** The first line of a file. */
  static Password inFile(Path file) {
    return new Password("the file " + file, () -> firstLine(file));
  }

  /** The first line of the standard input, read at the first use. */
  static Password onStandardInput() {
    return new Password(
        "the standard input",
        new Source() {
          private String line = "";

          @Override
          public synchronized String read() throws IOException {
            if (line.isEmpty()) {
              line = firstLine(new BufferedReader(new InputStreamReader(System.in)), "it");
            }
            return line;
          }
        });
  }

  /**
   * The password.
   *
   * @throws StorageException {@code configuration} when it cannot be read, or is empty
   */
  public String read() throws StorageException {
    try {
      return source.read();
    } catch (IOException e) {
      throw new StorageException(
          CommonError.CONFIGURATION,
          "reading the password from " + origin + ": " + e.getMessage(),
          "Put the password there, as the first line.",
          e);
    }
  }

  /** Where the password is from, never the password. */
  @Override
  public String toString() {
    return origin;
  }

  private static String firstLine(Path file) throws IOException {
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      return firstLine(lines, file.toString());
    }
  }

  private static String firstLine(BufferedReader lines, String what) throws IOException {
    String line = lines.readLine();
    if (line == null || line.isEmpty()) {
      throw new IOException(what + " has no first line");
    }
    return line;
  }

  @FunctionalInterface
  private interface Source {
    String read() throws IOException;
  }
}
