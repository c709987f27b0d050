package org.stowage.api.disk;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What somebody says about an image, as opposed to what its bytes say: the properties an image
 * service keeps, or options of the command. Names are those of Glance and Nova ({@link #DISK_TYPE}
 * and so on). Immutable.
 *
 * @param values by property name; unknown names are kept and ignored
 */
public record ImageProperties(Map<String, String> values) {

  public static final String DISK_FORMAT = "disk_format";
  public static final String CONTAINER_FORMAT = "container_format";
  public static final String DISK_TYPE = "vmware_disktype";
  public static final String ADAPTER_TYPE = "vmware_adaptertype";
  public static final String LINKED_CLONE = "vmware_linked_clone";

  /** Of the image's file: {@code sha256}, {@code sha512} and so on. */
  public static final String HASH_ALGORITHM = "os_hash_algo";

  /** Of the image's file, in hexadecimal. */
  public static final String HASH_VALUE = "os_hash_value";

  public static final ImageProperties NONE = new ImageProperties(Map.of());

  public ImageProperties {
    values = Map.copyOf(values);
  }

  public Optional<String> value(String name) {
    return Optional.ofNullable(values.get(name)).filter(value -> !value.isBlank());
  }

  /** These, and of others those that these say nothing about. */
  public ImageProperties or(ImageProperties others) {
    Map<String, String> all = new HashMap<>(others.values);
    all.putAll(values);
    return new ImageProperties(all);
  }
}
