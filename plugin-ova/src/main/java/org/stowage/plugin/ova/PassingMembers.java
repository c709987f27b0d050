package org.stowage.plugin.ova;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stowage.plugin.ova.manifest.DigestAlgorithm;
import org.stowage.plugin.ova.manifest.Digests;
import org.stowage.plugin.ova.tar.BulkInputStream;
import org.stowage.plugin.ova.tar.TarMember;
import org.stowage.plugin.ova.tar.TarReader;

/** The members of a stream as they pass: texts are taken, and all others digested. */
final class PassingMembers {

  private final InputStream in;
  private final String archive;
  private final TarReader reader;
  private final PackageTexts texts;
  private final List<TarMember> seen = new ArrayList<>();
  private final Map<String, Map<DigestAlgorithm, String>> digests = new LinkedHashMap<>();
  private @Nullable TarMember current;
  private @Nullable Digests running;

  PassingMembers(InputStream in, long lengthBytes, String archive) {
    this.in = in;
    this.archive = archive;
    this.reader = new TarReader(in, lengthBytes, archive);
    this.texts = new PackageTexts(archive);
  }

  PackageTexts texts() {
    return texts;
  }

  /** All files up to now, in order. */
  List<TarMember> seen() {
    return seen;
  }

  /** The next file that is no text; what is left of the one before is digested. Null at the end. */
  @Nullable TarMember next() throws IOException {
    finishCurrent();
    for (TarMember member = reader.next(); member != null; member = reader.next()) {
      if (member.kind() != TarMember.Kind.FILE) {
        continue;
      }
      seen.add(member);
      if (PackageFile.of(member) == PackageFile.CONTENT) {
        current = member;
        running = new Digests(algorithms(member.name()));
        return member;
      }
      texts.take(member, reader.content());
    }
    return null;
  }

  /** What the manifest promises; everything it may promise while it has said nothing. */
  private Set<DigestAlgorithm> algorithms(String member) {
    Set<DigestAlgorithm> promised = texts.manifest().algorithms(member);
    return promised.isEmpty() ? EnumSet.allOf(DigestAlgorithm.class) : promised;
  }

  /** The rest of the current file, digested as it is read. */
  InputStream content() {
    return new Digesting(reader.content(), running);
  }

  private void finishCurrent() throws IOException {
    if (current != null) {
      content().transferTo(OutputStream.nullOutputStream());
      digests.put(current.name(), running.finish());
      current = null;
    }
  }

  /** Checks all members against the manifest, after the last one. */
  void check() throws IOException {
    // To the last byte, so that the source sees its own end and can check itself.
    in.transferTo(OutputStream.nullOutputStream());
    texts.promises().check();
    texts.checkDescriptor();
    for (Map.Entry<String, Map<DigestAlgorithm, String>> passed : digests.entrySet()) {
      texts.manifest().check(passed.getKey(), passed.getValue(), archive);
    }
  }

  private static final class Digesting extends BulkInputStream {

    private final InputStream in;
    private final Digests digests;

    Digesting(InputStream in, Digests digests) {
      this.in = in;
      this.digests = digests;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count = in.read(buffer, offset, length);
      if (count > 0) {
        digests.update(ByteBuffer.wrap(buffer, offset, count));
      }
      return count;
    }

    @Override
    public int available() throws IOException {
      return in.available();
    }
  }
}
