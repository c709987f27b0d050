package org.stowage.runtime.cache;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * The mark of an image that nobody uses: an empty folder in the image's own, named as Nova's ageing
 * names it, {@code ts-2026-11-21-13-10-27}, in UTC.
 *
 * @param folderName its name
 * @param since when it was set, by the clock of whoever set it
 */
record UnusedMark(String folderName, Instant since) {

  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("'ts-'uuuu-MM-dd-HH-mm-ss", Locale.ROOT);

  static UnusedMark at(Instant since) {
    return new UnusedMark(NAME.format(since.atOffset(ZoneOffset.UTC)), since);
  }

  /** Reads a folder's name; empty when it is no mark's. */
  static Optional<UnusedMark> of(String folderName) {
    try {
      Instant since = LocalDateTime.parse(folderName, NAME).toInstant(ZoneOffset.UTC);
      return Optional.of(new UnusedMark(folderName, since));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
