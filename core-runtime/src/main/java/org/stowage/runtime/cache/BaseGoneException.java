package org.stowage.runtime.cache;

import java.io.IOException;
import java.io.Serial;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CancelledException;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.runtime.target.Target;

/** Somebody removed a base disk that was about to be used: {@code not-found}. */
public final class BaseGoneException extends StorageException {

  @Serial private static final long serialVersionUID = 1;

  public BaseGoneException(String message, @Nullable Throwable cause) {
    super(
        CommonError.NOT_FOUND,
        message,
        "Run the command again; it looks for the image anew.",
        cause);
  }

  /**
   * What a failure to use a base disk means: a server that loses a disk while it reads it says so
   * in many ways.
   *
   * @return the failure itself while the base disk is where it was
   */
  public static StorageException explain(
      StorageException failure, Target target, DatastorePath base) throws IOException {
    boolean gone =
        failure.code().equals(CommonError.NOT_FOUND)
            || !(failure instanceof CancelledException)
                && !target.existing(List.of(base)).contains(base);
    return gone ? new BaseGoneException(failure.getMessage(), failure) : failure;
  }
}
