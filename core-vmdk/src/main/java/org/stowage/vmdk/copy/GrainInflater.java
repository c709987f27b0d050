package org.stowage.vmdk.copy;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Expands compressed grains. Each must be one zlib stream (RFC 1950, checksum included) of a grain:
 * never more is written than a grain, and nothing is sized by the input. It may be shorter where
 * the disk is: qemu cuts its last grain off at the end of the disk before it compresses it.
 */
final class GrainInflater implements AutoCloseable {

  private final Inflater inflater = new Inflater();

  /**
   * Expands one grain.
   *
   * @param out has room for the grain and one byte more, which may be overwritten
   * @param neededBytes how much of the grain there must be
   * @throws DataFormatException when the bytes are not exactly one such stream
   */
  void expand(
      byte[] in,
      int inOffset,
      int inLength,
      byte[] out,
      int outOffset,
      int grainBytes,
      int neededBytes)
      throws DataFormatException {
    inflater.reset();
    inflater.setInput(in, inOffset, inLength);
    // The byte more lets zlib come to the checksum in the same call, and shows a grain too long.
    int expanded = inflater.inflate(out, outOffset, grainBytes + 1);
    if (expanded > grainBytes || !inflater.finished()) {
      throw new DataFormatException("it does not end after %d bytes".formatted(grainBytes));
    }
    if (expanded < neededBytes) {
      throw new DataFormatException(
          "it ends after %d bytes of %d".formatted(expanded, neededBytes));
    }
    if (inflater.getRemaining() != 0) {
      throw new DataFormatException(inflater.getRemaining() + " bytes follow its end");
    }
  }

  @Override
  public void close() {
    inflater.end();
  }
}
