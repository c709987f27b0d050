package org.stowage.runtime.vsphere;

import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;

/** What a task that succeeded resulted in. */
record TaskResult(String what, @Nullable Object value) {

  <T> T as(Class<T> type) throws StorageException {
    if (!type.isInstance(value)) {
      throw new StorageException(
          CommonError.IO, what + ": the task ended without a " + type.getSimpleName(), "");
    }
    return type.cast(value);
  }
}
