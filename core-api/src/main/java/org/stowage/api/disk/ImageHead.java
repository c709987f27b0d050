package org.stowage.api.disk;

import java.nio.ByteBuffer;
import java.util.OptionalLong;

/**
 * All that a format may look at to recognise an image.
 *
 * @param name the image's file name without folders; may be empty
 * @param bytes the first bytes of the image, from position 0: {@value #MAX_BYTES} of them, fewer
 *     when the image is shorter. Read-only; every call of {@link #bytes()} gives an independent
 *     view.
 * @param lengthBytes the length of the whole image, or a negative number when it is not known
 * @param declared what is said about it
 */
public record ImageHead(String name, ByteBuffer bytes, long lengthBytes, ImageProperties declared) {

  /** How much of an image is shown to formats. */
  public static final int MAX_BYTES = 64 * 1024;

  public ImageHead {
    bytes = bytes.slice().asReadOnlyBuffer();
  }

  @Override
  public ByteBuffer bytes() {
    return bytes.duplicate();
  }

  public OptionalLong knownLengthBytes() {
    return lengthBytes < 0 ? OptionalLong.empty() : OptionalLong.of(lengthBytes);
  }

  /** Whether the image starts with these bytes at this offset. */
  public boolean has(int offset, byte... expected) {
    if (offset + expected.length > bytes.limit()) {
      return false;
    }
    return bytes.slice(offset, expected.length).equals(ByteBuffer.wrap(expected));
  }
}
