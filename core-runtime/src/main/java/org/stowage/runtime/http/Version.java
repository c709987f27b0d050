package org.stowage.runtime.http;

import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * By what a server tells one content of a file from another (RFC 9110, 8.8).
 *
 * @param lengthBytes negative when the server does not tell
 */
record Version(@Nullable String etag, @Nullable String lastModified, long lengthBytes) {

  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes (?<from>\\d{1,18})-(?<to>\\d{1,18})/(?<length>\\d{1,18}|\\*)");

  /** What an answer with status 200 or 206 says. */
  static Version of(Answer answer) {
    return new Version(
        answer.header("ETag").orElse(null),
        answer.header("Last-Modified").orElse(null),
        length(answer));
  }

  private static long length(Answer answer) {
    if (answer.status() == 206) {
      Matcher range = CONTENT_RANGE.matcher(answer.header("Content-Range").orElse(""));
      return range.matches() && !range.group("length").equals("*")
          ? Long.parseLong(range.group("length"))
          : -1;
    }
    return answer.head().headers().firstValueAsLong("Content-Length").orElse(-1);
  }

  /**
   * Where a partial answer begins.
   *
   * @throws IOException when it does not say
   */
  static long from(Answer answer) throws IOException {
    Matcher range = CONTENT_RANGE.matcher(answer.header("Content-Range").orElse(""));
    if (!range.matches()) {
      throw new IOException("a partial answer does not say which part it is");
    }
    return Long.parseLong(range.group("from"));
  }

  /** Whether two contents can be told apart at all. */
  boolean tells() {
    return etag != null || lastModified != null;
  }

  /** What to name in {@code If-Range}, which takes no weak entity tags (RFC 9110, 13.1.5). */
  Optional<String> ifRange() {
    if (etag != null) {
      return etag.startsWith("W/") ? Optional.empty() : Optional.of(etag);
    }
    return Optional.ofNullable(lastModified);
  }
}
