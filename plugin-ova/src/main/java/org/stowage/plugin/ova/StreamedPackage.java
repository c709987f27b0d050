package org.stowage.plugin.ova;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.stowage.api.DiskFormatException;
import org.stowage.api.disk.ImageSource;
import org.stowage.api.disk.Problem;
import org.stowage.plugin.ova.error.OvaError;
import org.stowage.plugin.ova.ovf.RootDisk;
import org.stowage.plugin.ova.tar.BulkInputStream;
import org.stowage.plugin.ova.tar.TarMember;

/**
 * An OVA that comes as a stream and is read once, from its first byte to its last: up to the disk
 * when it is opened, the disk as somebody reads it, the rest when it is checked.
 */
final class StreamedPackage implements OvaPackage {

  private final ImageSource source;
  private final InputStream in;
  private final String archive;
  private final PassingMembers members;
  private final RootDisk rootDisk;
  private final DiskPieces pieces;
  private final TarMember first;
  private final List<Problem> problems;
  private final InputStream content;
  private boolean checked;

  private StreamedPackage(ImageSource source, InputStream in, String archive) throws IOException {
    this.source = source;
    this.in = in;
    this.archive = archive;
    this.members = new PassingMembers(in, source.lengthBytes().orElse(-1), archive);
    TarMember afterDescriptor = readDescriptor();
    this.rootDisk = members.texts().rootDisk().orElseThrow(members.texts()::noDescriptor);
    this.pieces = new DiskPieces(rootDisk, archive);
    this.first = findDisk(afterDescriptor);
    pieces.take(first);
    members.texts().checkDescriptor();
    this.problems = new ArrayList<>(rootDisk.problems());
    pieces.problem().ifPresent(problems::add);
    if (members.texts().promises().hasManifest()) {
      problems.addAll(members.texts().promises().check());
    }
    problems.addAll(PackageProblems.soFar(members.seen(), members.texts(), archive));
    this.content = pieces.mayGoOn() ? new Chunks() : members.content();
  }

  /**
   * @param in at the archive's first byte; closed with the package
   */
  static StreamedPackage read(ImageSource source, InputStream in, String archive)
      throws IOException {
    return new StreamedPackage(source, in, archive);
  }

  /** Goes to the first file after the descriptor. */
  private @Nullable TarMember readDescriptor() throws IOException {
    TarMember member = members.next();
    while (member != null && members.texts().rootDisk().isEmpty()) {
      if (member.isFileEndingIn(".vmdk")) {
        throw tooEarly(member.name());
      }
      member = members.next();
    }
    return member;
  }

  private TarMember findDisk(@Nullable TarMember afterDescriptor) throws IOException {
    for (TarMember passed : members.seen()) {
      if (!passed.equals(afterDescriptor) && pieces.isFirst(passed.name())) {
        throw tooEarly(passed.name());
      }
    }
    for (TarMember member = afterDescriptor; member != null; member = members.next()) {
      if (pieces.isFirst(member.name())) {
        return member;
      }
    }
    throw pieces.missing();
  }

  private DiskFormatException tooEarly(String member) {
    return OvaError.refused(
        OvaError.MEMBER_ORDER,
        archive,
        "%s comes before the descriptor, and the archive can be read only once, as a stream"
            .formatted(OvaError.shown(member)),
        "Save the archive to a file and give that, or pack it again with the .ovf first.");
  }

  @Override
  public RootDisk rootDisk() {
    return rootDisk;
  }

  @Override
  public ImageSource disk() {
    OptionalLong length =
        pieces.mayGoOn() ? OptionalLong.empty() : OptionalLong.of(first.sizeBytes());
    return new StreamedDisk(source, first, length, content);
  }

  @Override
  public Optional<String> promisedDigest() {
    return pieces.mayGoOn() ? Optional.empty() : members.texts().manifest().promise(first.name());
  }

  @Override
  public List<Problem> problems() {
    return problems;
  }

  /** The disk is checked with all the rest, as a manifest may come last. */
  @Override
  public void checkDisk() throws IOException {
    checkEverything();
  }

  @Override
  public void checkEverything() throws IOException {
    if (!checked) {
      content.transferTo(OutputStream.nullOutputStream());
      for (TarMember left = members.next(); left != null; left = members.next()) {
        pieces.refuseStray(left.name());
      }
      members.check();
      checked = true;
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /** The disk's chunks as one stream. */
  private final class Chunks extends BulkInputStream {

    private @Nullable InputStream chunk = members.content();

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      while (length > 0 && chunk != null) {
        int count = chunk.read(buffer, offset, length);
        if (count > 0) {
          return count;
        }
        chunk = nextChunk();
      }
      return length == 0 ? 0 : -1;
    }

    private @Nullable InputStream nextChunk() throws IOException {
      for (TarMember next = members.next(); next != null; next = members.next()) {
        if (next.name().equals(pieces.nextName())) {
          pieces.take(next);
          return members.content();
        }
        pieces.refuseStray(next.name());
      }
      pieces.checkComplete();
      return null;
    }

    @Override
    public int available() throws IOException {
      return chunk == null ? 0 : chunk.available();
    }
  }
}
