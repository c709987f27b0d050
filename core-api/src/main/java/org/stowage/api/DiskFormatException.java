package org.stowage.api;

import org.jspecify.annotations.Nullable;

/**
 * The bytes of an image, a descriptor or a container are damaged, hostile, contradictory or of a
 * kind that is not read here. Readers throw nothing else for bad input: never an unchecked
 * exception.
 */
public class DiskFormatException extends StorageException {

  private static final long serialVersionUID = 1L;

  public DiskFormatException(ErrorCode code, String message, String remedy) {
    super(code, message, remedy);
  }

  public DiskFormatException(
      ErrorCode code, String message, String remedy, @Nullable Throwable cause) {
    super(code, message, remedy, cause);
  }
}
