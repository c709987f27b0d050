package org.stowage.api.disk;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the disk in an image as soon as it is open, before its content is read.
 *
 * @param container the id of the container format the disk was found in ({@code ova}), or null when
 *     the image is the disk itself
 * @param format the id of the disk's format
 * @param fileName the name of the file or member that holds the disk
 * @param createType the VMDK create type; null for formats that have none
 * @param capacityBytes what the guest sees; positive
 * @param adapterType null when nothing in the image names one
 * @param populatedBytes how much of the capacity holds data, or a negative number when that is not
 *     known before the content is read
 * @param contentDigest the digest of the stored disk as promised by its container's manifest, as
 *     {@code sha256:<hex>}; null when nobody promises one. It is a promise until the content has
 *     been read to its end
 * @param problems what its owner should know
 */
public record DiskFacts(
    @Nullable String container,
    String format,
    String fileName,
    @Nullable String createType,
    long capacityBytes,
    @Nullable AdapterType adapterType,
    long populatedBytes,
    @Nullable String contentDigest,
    List<Problem> problems) {

  public DiskFacts {
    problems = List.copyOf(problems);
  }

  public OptionalLong knownPopulatedBytes() {
    return populatedBytes < 0 ? OptionalLong.empty() : OptionalLong.of(populatedBytes);
  }

  public Optional<AdapterType> knownAdapterType() {
    return Optional.ofNullable(adapterType);
  }
}
