package org.stowage.plugin.ova.tar;

import java.io.IOException;
import java.util.Arrays;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.tar.TarUtils;
import org.apache.commons.compress.archivers.zip.ZipEncoding;
import org.apache.commons.compress.archivers.zip.ZipEncodingHelper;
import org.stowage.plugin.ova.error.OvaError;

/**
 * One header block: POSIX.1-1988 ustar, the older GNU kind, or the one before both. The size may be
 * octal, twelve octal digits without an end, or base 256.
 *
 * @param sizeBytes not negative
 * @param type the type flag; {@code '0'} for all flags of ordinary files
 */
public record TarHeader(String name, long sizeBytes, char type) {

  /** Headers are one block long, and members are padded to whole blocks. */
  public static final int BLOCK_BYTES = 512;

  /** The type flag of ordinary files. */
  public static final char FILE = '0';

  private static final int MODE_OFFSET = 100;
  private static final int USER_OFFSET = 108;
  private static final int GROUP_OFFSET = 116;
  private static final int SIZE_OFFSET = 124;
  private static final int TIME_OFFSET = 136;
  private static final int TYPE_OFFSET = 156;
  private static final int MAGIC_OFFSET = 257;
  private static final int PREFIX_OFFSET = 345;
  private static final byte[] POSIX = {'u', 's', 't', 'a', 'r', 0};
  private static final byte[] POSIX_VERSION = {'0', '0'};
  private static final long READABLE_BY_ALL = 0644;
  private static final ZipEncoding UTF_8 = ZipEncodingHelper.getZipEncoding("UTF-8");

  /** Whether a block starts a tar archive: an intact header of a member with a name. */
  static boolean looksLike(byte[] block) {
    try {
      return block[0] != 0 && TarUtils.verifyCheckSum(block);
    } catch (IllegalArgumentException notEvenANumber) {
      return false;
    }
  }

  /**
   * @param block 512 bytes, not all zero
   * @param where the archive and position, for messages
   */
  static TarHeader parse(byte[] block, String where) throws IOException {
    if (!looksLike(block)) {
      throw OvaError.damaged(
          OvaError.TAR_HEADER, where, "the header of a member does not match its checksum");
    }
    return new TarHeader(name(block), size(block, where), type(block[TYPE_OFFSET]));
  }

  private static String name(byte[] block) throws IOException {
    String name = TarUtils.parseName(block, 0, TarConstants.NAMELEN, UTF_8);
    if (!Arrays.equals(block, MAGIC_OFFSET, MAGIC_OFFSET + POSIX.length, POSIX, 0, POSIX.length)) {
      return name;
    }
    String prefix = TarUtils.parseName(block, PREFIX_OFFSET, TarConstants.PREFIXLEN, UTF_8);
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  private static long size(byte[] block, String where) throws IOException {
    int first = block[SIZE_OFFSET] & 0xFF;
    long size;
    try {
      size = TarUtils.parseOctalOrBinary(block, SIZE_OFFSET, TarConstants.SIZELEN);
    } catch (IllegalArgumentException noNumber) {
      size = -1;
    }
    // Base 256 starts with exactly 0x80; tools differ in what they make of other bits beside it.
    if (size < 0 || first > 0x80) {
      throw OvaError.damaged(
          OvaError.TAR_HEADER, where, "the size of a member is no number from 0 to 2^63-1");
    }
    return size;
  }

  private static char type(byte flag) {
    // NUL is the ordinary file of old archives, 7 the contiguous one.
    return flag == 0 || flag == '7' ? FILE : (char) (flag & 0xFF);
  }

  /**
   * The block: POSIX ustar, of nobody's and of no time, so that it tells of nothing but the member.
   * A size of 8 GiB or more is in base 256, which all importers read; not all of them read pax.
   *
   * @throws IllegalArgumentException when the name is no name of 1 to 100 ASCII characters
   */
  public byte[] encode() {
    if (!name.matches("\\p{ASCII}{1,100}")) {
      throw new IllegalArgumentException("no name for a member: " + name);
    }
    byte[] block = new byte[BLOCK_BYTES];
    TarUtils.formatNameBytes(name, block, 0, TarConstants.NAMELEN);
    octal(READABLE_BY_ALL, block, MODE_OFFSET, TarConstants.MODELEN);
    octal(0, block, USER_OFFSET, TarConstants.UIDLEN);
    octal(0, block, GROUP_OFFSET, TarConstants.GIDLEN);
    if (sizeBytes <= TarConstants.MAXSIZE) {
      octal(sizeBytes, block, SIZE_OFFSET, TarConstants.SIZELEN);
    } else {
      TarUtils.formatLongOctalOrBinaryBytes(sizeBytes, block, SIZE_OFFSET, TarConstants.SIZELEN);
    }
    octal(0, block, TIME_OFFSET, TarConstants.MODTIMELEN);
    block[TYPE_OFFSET] = (byte) type;
    System.arraycopy(POSIX, 0, block, MAGIC_OFFSET, POSIX.length);
    System.arraycopy(POSIX_VERSION, 0, block, MAGIC_OFFSET + POSIX.length, POSIX_VERSION.length);
    Arrays.fill(block, TarConstants.CHKSUM_OFFSET, TYPE_OFFSET, (byte) ' ');
    long sum = TarUtils.computeCheckSum(block);
    TarUtils.formatCheckSumOctalBytes(
        sum, block, TarConstants.CHKSUM_OFFSET, TarConstants.CHKSUMLEN);
    return block;
  }

  /** As GNU tar writes numbers: all digits but the last, which is NUL. */
  private static void octal(long value, byte[] block, int offset, int length) {
    TarUtils.formatUnsignedOctalString(value, block, offset, length - 1);
  }
}
