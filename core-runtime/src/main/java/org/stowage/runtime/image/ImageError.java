package org.stowage.runtime.image;

import org.stowage.api.ErrorCode;
import org.stowage.api.ErrorKind;
import org.stowage.api.ExitStatus;

/** What can be wrong with an image apart from its bytes. Numbers 5050 to 5099. */
public final class ImageError {

  /** Something else was said about the image than its bytes say. */
  public static final ErrorCode DECLARED_OTHERWISE =
      new ErrorCode(5050, "image-declared-otherwise", ErrorKind.INPUT, ExitStatus.FAILURE);

  private ImageError() {}
}
