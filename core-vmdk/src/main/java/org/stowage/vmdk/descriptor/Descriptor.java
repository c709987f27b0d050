package org.stowage.vmdk.descriptor;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stowage.api.DiskFormatException;
import org.stowage.api.disk.AdapterType;

/**
 * A descriptor (technote, "Descriptor File"). Immutable.
 *
 * @param contentId changes whenever the content does; any 32 bits
 * @param parentContentId the {@link #contentId} that the parent had when the child was made; {@link
 *     #NO_PARENT} when there is none
 * @param createType how the storage is arranged, as spelled in the text
 * @param parentFileNameHint where the parent is, hostile until checked; null without a parent
 * @param otherKeys keys of the header that have no component here, in order of appearance, with
 *     their values unquoted
 * @param extents in order of the disk
 * @param database the disk database, {@code ddb.} included in the keys, in order of appearance,
 *     values unquoted; keys that mean nothing here are kept
 */
public record Descriptor(
    int contentId,
    int parentContentId,
    String createType,
    @Nullable String parentFileNameHint,
    Map<String, String> otherKeys,
    List<ExtentLine> extents,
    Map<String, String> database) {

  /** The content id that stands for no parent. */
  public static final int NO_PARENT = 0xFFFF_FFFF;

  public static final String ADAPTER_TYPE = "ddb.adapterType";

  public Descriptor {
    otherKeys = Collections.unmodifiableMap(new LinkedHashMap<>(otherKeys));
    extents = List.copyOf(extents);
    database = Collections.unmodifiableMap(new LinkedHashMap<>(database));
  }

  /**
   * Reads a descriptor.
   *
   * @param text the bytes of the file or of the embedded area; what follows a NUL must be NULs
   * @param object the file, for messages
   */
  public static Descriptor parse(ByteBuffer text, String object) throws DiskFormatException {
    return new DescriptorParser(object).parse(DescriptorCharset.decode(text, object));
  }

  public boolean hasParent() {
    return parentContentId != NO_PARENT;
  }

  /** The create type, empty when it is none of those known. */
  public Optional<CreateType> knownCreateType() {
    return CreateType.named(createType);
  }

  public Optional<AdapterType> adapterType() {
    return Optional.ofNullable(database.get(ADAPTER_TYPE)).flatMap(AdapterType::named);
  }

  /** The descriptor as text, in UTF-8, lines ending in LF. */
  public byte[] encode() {
    return DescriptorPrinter.print(this);
  }

  /** A content id as it is written: eight hexadecimal digits. */
  public static String hex(int contentId) {
    return "%08x".formatted(contentId);
  }
}
