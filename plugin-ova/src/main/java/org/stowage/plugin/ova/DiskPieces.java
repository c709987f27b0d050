package org.stowage.plugin.ova;

import java.io.IOException;
import java.util.Optional;
import org.stowage.api.DiskFormatException;
import org.stowage.api.disk.Problem;
import org.stowage.plugin.ova.error.OvaError;
import org.stowage.plugin.ova.ovf.RootDisk;
import org.stowage.plugin.ova.tar.TarMember;

/**
 * Which members hold the disk: one, or chunks numbered from {@code .000000000} that are all of one
 * length but the last (DSP0243, "File references"). Members are shown to this one by one.
 */
final class DiskPieces {

  /** A disk of 2 TiB in chunks of 210 MiB; what is in use are chunks of some GiB. */
  static final int MAX_PIECES = 10_000;

  private static final String NUMBER = "\\.[0-9]{9}";

  private final RootDisk rootDisk;
  private final String archive;
  private String name;
  private boolean numbered;
  private boolean ended;
  private int count;
  private long totalBytes;

  DiskPieces(RootDisk rootDisk, String archive) {
    this.rootDisk = rootDisk;
    this.archive = archive;
    this.name = rootDisk.memberName();
  }

  /** Whether a member may be the whole disk or its first chunk. */
  boolean isFirst(String member) {
    return rootDisk.memberNames().stream()
        .anyMatch(it -> member.equals(it) || member.equals(numbered(it, 0)));
  }

  /** Whether more members may follow those taken. */
  boolean mayGoOn() {
    return numbered && rootDisk.chunkBytes() > 0;
  }

  /** The name of the chunk after those taken. */
  String nextName() {
    return numbered(name, count);
  }

  /** Takes the first member, or the one of {@link #nextName}. */
  void take(TarMember piece) throws IOException {
    piece.requirePlain(archive);
    if (count == 0) {
      numbered = !rootDisk.memberNames().contains(piece.name());
      name = numbered ? piece.name().replaceFirst(NUMBER + "$", "") : piece.name();
    }
    if (mayGoOn()) {
      checkChunk(piece);
    }
    count++;
    totalBytes += piece.sizeBytes();
  }

  private void checkChunk(TarMember chunk) throws DiskFormatException {
    long chunkBytes = rootDisk.chunkBytes();
    String shown = OvaError.shown(chunk.name());
    if (ended) {
      throw malformed("%s follows a chunk of less than %d bytes".formatted(shown, chunkBytes));
    }
    if (chunk.sizeBytes() < 1 || chunk.sizeBytes() > chunkBytes) {
      throw malformed(
          "%s has %d bytes; allowed are 1 to %d".formatted(shown, chunk.sizeBytes(), chunkBytes));
    }
    if (count == MAX_PIECES) {
      throw malformed("%s comes after %d chunks; no more are read".formatted(shown, count));
    }
    ended = chunk.sizeBytes() < chunkBytes;
  }

  /** Refuses a chunk that does not follow those taken: another one is missing. */
  void refuseStray(String member) throws DiskFormatException {
    if (numbered
        && member.startsWith(name)
        && member.substring(name.length()).matches(NUMBER)
        && member.compareTo(numbered(name, count - 1)) > 0) {
      throw malformed(
          mayGoOn()
              ? "%s is there, but %s is not"
                  .formatted(OvaError.shown(member), OvaError.shown(nextName()))
              : "%s is there, but the descriptor knows of no chunks"
                  .formatted(OvaError.shown(member)));
    }
  }

  /** Checks the length of all chunks, now that there are no more. */
  void checkComplete() throws DiskFormatException {
    if (mayGoOn() && rootDisk.storedBytes() >= 0 && rootDisk.storedBytes() != totalBytes) {
      throw malformed(
          "the %d chunks of %s have %d bytes; its descriptor promises %d"
              .formatted(count, OvaError.shown(name), totalBytes, rootDisk.storedBytes()));
    }
  }

  /** What is odd about the length of a disk that is one member. */
  Optional<Problem> problem() {
    long declared = rootDisk.storedBytes();
    if (mayGoOn() || declared < 0 || declared == totalBytes) {
      return Optional.empty();
    }
    return Optional.of(
        new Problem(
            OvaError.SIZE_DIFFERS,
            Problem.Severity.WARNING,
            "%s: %s has %d bytes, where the descriptor says %d"
                .formatted(archive, OvaError.shown(name), totalBytes, declared),
            "Other tools may refuse the package; export it again."));
  }

  /** That the disk is not there. */
  DiskFormatException missing() {
    return OvaError.damaged(
        OvaError.MEMBER_MISSING,
        archive,
        "its descriptor names the root disk %s, which is not in the archive"
            .formatted(OvaError.shown(name)));
  }

  private DiskFormatException malformed(String what) {
    return OvaError.damaged(OvaError.CHUNKS, archive, what);
  }

  private static String numbered(String name, int number) {
    return "%s.%09d".formatted(name, number);
  }
}
