package org.stowage.plugin.ova.tar;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where the files of an archive lie, found by reading its headers only.
 *
 * @param files by name, in the archive's order
 * @param endMarked whether the archive ends as it should
 */
public record TarIndex(Map<String, TarMember> files, boolean endMarked) {

  /**
   * @param channel stays the caller's to close
   * @param archive its name, for messages
   */
  public static TarIndex read(SeekableByteChannel channel, String archive) throws IOException {
    TarReader reader =
        new TarReader(new ChannelStream(channel.position(0)), channel.size(), archive);
    Map<String, TarMember> files = new LinkedHashMap<>();
    for (TarMember member = reader.next(); member != null; member = reader.next()) {
      if (member.kind() == TarMember.Kind.FILE) {
        files.put(member.name(), member);
      }
    }
    return new TarIndex(files, reader.endMarked());
  }
}
