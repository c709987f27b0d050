package org.stowage.runtime.vsphere;

import com.vmware.vim25.ManagedObjectReference;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;

/**
 * A managed object with those of its properties that were asked for and could be seen.
 *
 * @param withheld the server's words for why it did not show a property
 */
record Found(
    ManagedObjectReference reference,
    Map<String, Object> properties,
    Map<String, String> withheld) {

  Found(ManagedObjectReference reference, Map<String, Object> properties) {
    this(reference, properties, Map.of());
  }

  /** A property of a type; null when it is unset, of another type, or not ours to see. */
  <T> @Nullable T value(String property, Class<T> type) {
    Object value = properties.get(property);
    return type.isInstance(value) ? type.cast(value) : null;
  }

  <T> T required(String property, Class<T> type) throws StorageException {
    T value = value(property, type);
    if (value == null) {
      String why = withheld.get(property);
      throw new StorageException(
          CommonError.NOT_ALLOWED,
          "the vCenter does not show %s of %s %s%s"
              .formatted(
                  property,
                  reference.getType(),
                  reference.getVal(),
                  why == null ? "" : " (" + why + ")"),
          "Give the user the right System.Read on it.");
    }
    return value;
  }

  /** A text; empty when there is none. */
  String text(String property) {
    String value = value(property, String.class);
    return value == null ? "" : value;
  }

  /** A whole number; 0 when there is none. */
  long number(String property) {
    Number value = value(property, Number.class);
    return value == null ? 0 : value.longValue();
  }
}
