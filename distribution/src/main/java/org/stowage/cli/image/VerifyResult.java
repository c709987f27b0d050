package org.stowage.cli.image;

import org.jspecify.annotations.Nullable;
import org.stowage.cli.output.Result;

/**
 * The JSON of image verify, which fails when the image is not sound.
 *
 * @param digest of the stored disk, as its manifest promises and as it is; null when there is none
 */
record VerifyResult(String source, boolean sound, @Nullable String digest, ImageResult image)
    implements Result {

  @Override
  public String text() {
    String promise = digest == null ? "no manifest promises a digest" : digest;
    return source + " is sound (" + promise + ")\n" + image.text();
  }
}
