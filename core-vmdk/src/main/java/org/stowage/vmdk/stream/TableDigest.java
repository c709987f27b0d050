package org.stowage.vmdk.stream;

import static org.stowage.vmdk.format.VmdkLimits.SECTOR_BYTES;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/**
 * Digests of 8 bytes for sectors and grain tables. They are salted, so that nobody can make two
 * tables that are taken for the same.
 */
final class TableDigest {

  private static final long MIX = 0x9E37_79B9_7F4A_7C15L;

  private final MessageDigest sha256;
  private final byte[] salt = new byte[16];
  private final boolean onesAreZeros;

  /**
   * @param onesAreZeros whether an entry of 1 stands for a grain of zeros, and so for the same as
   *     one of 0 where there is no parent
   */
  TableDigest(boolean onesAreZeros) {
    this.onesAreZeros = onesAreZeros;
    new SecureRandom().nextBytes(salt);
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  /** The digest of one sector of entries, little-endian, from the position to the limit. */
  long ofSector(ByteBuffer entries) {
    ByteBuffer sector =
        ByteBuffer.allocate(SECTOR_BYTES).order(entries.order()).put(entries).flip();
    for (int i = 0; onesAreZeros && i < SECTOR_BYTES; i += Integer.BYTES) {
      if (sector.getInt(i) == 1) {
        sector.putInt(i, 0);
      }
    }
    sha256.update(salt);
    sha256.update(sector);
    return ByteBuffer.wrap(sha256.digest()).getLong();
  }

  /** The digest of a table of sectors, in their order; starts from 0. */
  static long add(long digest, long ofSector) {
    return digest * MIX + ofSector;
  }

  /** The digest of a whole table, little-endian, from the position to the limit. */
  long ofTable(ByteBuffer entries) {
    long digest = 0;
    for (int offset = 0; offset < entries.remaining(); offset += SECTOR_BYTES) {
      ByteBuffer sector =
          entries.slice(entries.position() + offset, SECTOR_BYTES).order(entries.order());
      digest = add(digest, ofSector(sector));
    }
    return digest;
  }
}
