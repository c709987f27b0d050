package org.stowage.runtime.http;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;
import org.stowage.api.disk.ImageHead;

/**
 * One content of a remote file, asked for in parts of any position. Safe for use by several
 * threads.
 *
 * @param version that every part has to be of
 * @param ranges whether parts can be asked for, and told from those of another content
 */
record RemoteContent(RemoteFile file, Version version, boolean ranges, Patience patience) {

  private static final int PARTIAL = 206;

  /** The first question: what there is, by the way of its first bytes. */
  static Answer ask(RemoteFile file, Patience patience, Transfer transfer) throws IOException {
    return new Persistence(patience, transfer)
        .until(
            file,
            () -> {
              Answer answer =
                  file.ask(Map.of("Range", "bytes=0-" + (ImageHead.MAX_BYTES - 1)), transfer);
              // Of an empty file there is no first byte.
              return answer.status() == 416 ? again(file, answer, transfer) : answer;
            });
  }

  /** Asks for all of it, where no part can be had. */
  static Answer askForAll(RemoteFile file, Patience patience, Transfer transfer)
      throws IOException {
    return new Persistence(patience, transfer).until(file, () -> file.ask(Map.of(), transfer));
  }

  private static Answer again(RemoteFile file, Answer answer, Transfer transfer)
      throws IOException {
    answer.close();
    return file.ask(Map.of(), transfer);
  }

  /** What an answer says about a file. */
  static RemoteContent of(RemoteFile file, Answer answer, Patience patience) throws IOException {
    Version version = Version.of(answer);
    boolean ranges =
        answer.status() == PARTIAL
            && version.lengthBytes() >= 0
            && (file.immutable() || version.tells());
    if (answer.status() == PARTIAL && Version.from(answer) != 0) {
      throw changed(file, "the server gives another part than it was asked for");
    }
    return new RemoteContent(file, version, ranges, patience);
  }

  /**
   * Asks for a part, once.
   *
   * @param to the position after the last byte
   * @throws StorageException {@code http-content-changed} when the server has another content now
   * @throws IOException where asking again may help
   */
  Answer part(long from, long to, Transfer transfer) throws IOException {
    Map<String, String> headers = new HashMap<>();
    headers.put("Range", "bytes=" + from + "-" + (to - 1));
    version.ifRange().ifPresent(value -> headers.put("If-Range", value));
    Answer answer = file.ask(headers, transfer);
    try {
      check(answer, from);
      return answer;
    } catch (IOException e) {
      try (answer) {
        throw e;
      }
    }
  }

  private void check(Answer answer, long from) throws IOException {
    if (answer.status() == 416) {
      throw changed(file, "it does not reach to byte " + from + " any more");
    }
    if (answer.status() != PARTIAL && answer.status() != 200) {
      StorageException refused = file.refused(answer);
      throw Persistence.mayPass(answer) ? new IOException(refused.getMessage(), refused) : refused;
    }
    Version now = Version.of(answer);
    if (!now.equals(version)) {
      throw changed(file, "it was " + shown(version) + ", and is now " + shown(now));
    }
    if (answer.status() != PARTIAL) {
      throw new IOException("the server sends the whole file instead of a part of it");
    }
    if (Version.from(answer) != from) {
      throw new IOException("the server sends another part than it was asked for");
    }
  }

  private static String shown(Version version) {
    return version.lengthBytes()
        + " bytes"
        + (version.etag() == null ? "" : ", ETag " + version.etag())
        + (version.lastModified() == null ? "" : ", modified " + version.lastModified());
  }

  private static StorageException changed(RemoteFile file, String how) {
    return new StorageException(
        HttpError.CONTENT_CHANGED,
        "reading " + file.shown() + ": the file changed meanwhile: " + how,
        "Run the command again, when nobody replaces the file.");
  }
}
