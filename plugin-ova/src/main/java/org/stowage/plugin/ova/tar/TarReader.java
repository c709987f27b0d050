package org.stowage.plugin.ova.tar;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.stowage.plugin.ova.error.OvaError;

/**
 * Walks over the members of an archive, forward only. Takes memory for their names, not for their
 * content. Not safe for use by several threads.
 */
public final class TarReader {

  private final String archive;
  private final TarBlocks blocks;
  private final MemberNames names;
  private @Nullable String special;
  private boolean ended;
  private boolean endMarked;

  /**
   * @param in at the archive's first byte; stays the caller's to close
   * @param lengthBytes of the archive, negative when nobody knows
   * @param archive its name, for messages
   */
  public TarReader(InputStream in, long lengthBytes, String archive) {
    this.archive = archive;
    this.blocks = new TarBlocks(in, lengthBytes, archive);
    this.names = new MemberNames(archive);
  }

  /** The next member, after what is unread of the one before; null at the end of the archive. */
  public @Nullable TarMember next() throws IOException {
    Extensions extensions = new Extensions(archive);
    for (TarHeader header = header(); header != null; header = header()) {
      if (!Extensions.isExtension(header.type())) {
        return member(extensions.apply(header));
      }
      extensions.add(header.type(), extension(header));
    }
    if (extensions.pending()) {
      throw OvaError.damaged(
          OvaError.TAR_EXTENSION, archive, "it ends with an extension header of no member");
    }
    return null;
  }

  /** The content of the current member from where it was left. Closing it does nothing. */
  public InputStream content() {
    return blocks.content();
  }

  /** Whether the archive ended as it should, with a block of zeros; known at its end. */
  public boolean endMarked() {
    return endMarked;
  }

  private @Nullable TarHeader header() throws IOException {
    byte[] block = ended ? null : blocks.next();
    if (block == null) {
      ended = true;
      return null;
    }
    if (TarBlocks.isZero(block)) {
      end();
      return null;
    }
    long start = blocks.position() - block.length;
    return TarHeader.parse(block, archive + " at byte " + start);
  }

  private void end() throws IOException {
    ended = true;
    endMarked = true;
    long start = blocks.position() - TarHeader.BLOCK_BYTES;
    byte[] second = blocks.next();
    if (second != null && !TarBlocks.isZero(second)) {
      throw OvaError.damaged(
          OvaError.TAR_HEADER,
          archive,
          "it has a single block of zeros at byte %d, where some tools stop and others go on"
              .formatted(start));
    }
  }

  private byte[] extension(TarHeader header) throws IOException {
    if (header.sizeBytes() > Extensions.MAX_BYTES) {
      throw OvaError.damaged(
          OvaError.TAR_EXTENSION,
          archive,
          "the extension header of a member has %d bytes; allowed are %d"
              .formatted(header.sizeBytes(), Extensions.MAX_BYTES));
    }
    blocks.startMember("an extension header", header.sizeBytes());
    return blocks.content().readNBytes(Extensions.MAX_BYTES);
  }

  private TarMember member(TarHeader header) throws IOException {
    String name = plain(header.name());
    TarMember.Kind kind = kind(header, name);
    names.add(name, kind == TarMember.Kind.FILE);
    blocks.startMember(name, header.sizeBytes());
    if (kind == TarMember.Kind.SPECIAL && special == null) {
      special = name;
    }
    return new TarMember(name, blocks.position(), header.sizeBytes(), kind, special);
  }

  private TarMember.Kind kind(TarHeader header, String name) throws IOException {
    char type = header.type();
    boolean folder = type == '5' || type == '0' && name.endsWith("/");
    if (type == '0' && !folder) {
      return TarMember.Kind.FILE;
    }
    if (type < '0' || type > '6' || header.sizeBytes() != 0) {
      throw OvaError.refused(
          OvaError.MEMBER_TYPE,
          archive,
          "%s is of type '%s' and has %d bytes; known are files, and empty folders, links, devices"
              .formatted(
                  OvaError.shown(name), OvaError.shown(String.valueOf(type)), header.sizeBytes()),
          "Pack the archive again with ordinary files only.");
    }
    return folder ? TarMember.Kind.FOLDER : TarMember.Kind.SPECIAL;
  }

  private static String plain(String name) {
    String plain = name;
    while (plain.startsWith("./") && plain.length() > 2) {
      plain = plain.substring(2);
    }
    return plain;
  }
}
