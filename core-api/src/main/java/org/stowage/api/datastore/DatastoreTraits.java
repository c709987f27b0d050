package org.stowage.api.datastore;

import java.util.Set;

/**
 * What a datastore type promises and forbids; targets honour it, so that a rule of a type holds on
 * a laptop as on a vCenter.
 *
 * @param typeNames the names under which targets report the type, compared ignoring case; not empty
 * @param dataFiles whether the data files behind a virtual disk may be addressed by name
 * @param topLevel how folders in the datastore's root come to be
 * @param capacityMultipleBytes the capacity of every disk is a multiple of this; at least 512
 */
public record DatastoreTraits(
    Set<String> typeNames,
    DataFiles dataFiles,
    TopLevelFolders topLevel,
    long capacityMultipleBytes) {

  public DatastoreTraits {
    typeNames = Set.copyOf(typeNames);
    if (typeNames.isEmpty()) {
      throw new IllegalArgumentException("a datastore type serves at least one type name");
    }
    if (capacityMultipleBytes < 512 || capacityMultipleBytes % 512 != 0) {
      throw new IllegalArgumentException(
          "capacity multiple must be a multiple of 512 bytes, not " + capacityMultipleBytes);
    }
  }

  public boolean serves(String typeName) {
    return typeNames.stream().anyMatch(typeName::equalsIgnoreCase);
  }

  /**
   * The least capacity the type allows that holds so many bytes.
   *
   * @param bytes positive
   * @throws ArithmeticException beyond 8 EiB
   */
  public long roundedUp(long bytes) {
    long rest = bytes % capacityMultipleBytes;
    return rest == 0 ? bytes : Math.addExact(bytes, capacityMultipleBytes - rest);
  }

  /** Whether data files ({@code x-flat.vmdk}) exist for anybody but the datastore itself. */
  public enum DataFiles {
    /** A disk is a descriptor and data files beside it. */
    ADDRESSABLE,
    /** A disk is an object; only its descriptor has a name. */
    HIDDEN
  }

  /** How folders directly under the root come to be. */
  public enum TopLevelFolders {
    /** With {@link DatastoreFiles#makeDirectory}, like all others. */
    PLAIN,
    /** With {@link DirectoryNamespaces}, each an object of its own. */
    NAMESPACES
  }
}
