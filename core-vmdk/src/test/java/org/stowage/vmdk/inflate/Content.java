package org.stowage.vmdk.inflate;

import java.util.Random;
import java.util.zip.Deflater;

/** Kinds of content that make different DEFLATE data. */
enum Content {
  ZEROS,
  NOISE,
  WORDS,
  /** Bytes of all values, the one far more often than the other: words of many lengths. */
  SKEWED,
  /** Noise, and copies of any length from any distance. */
  COPIES;

  static final int[] STRATEGIES = {
    Deflater.DEFAULT_STRATEGY, Deflater.FILTERED, Deflater.HUFFMAN_ONLY
  };

  /** Always the same. */
  byte[] bytes(int length, long seed) {
    Random random = new Random(seed);
    byte[] bytes = new byte[length];
    switch (this) {
      case ZEROS -> {}
      case NOISE -> random.nextBytes(bytes);
      case WORDS -> {
        for (int i = 0; i < length; i++) {
          bytes[i] =
              (byte) (i % 7 == 0 ? ' ' : "etaoinshrdlu".charAt(random.nextInt(4) * 3 + i % 3));
        }
      }
      case SKEWED -> {
        for (int i = 0; i < length; i++) {
          double chance = random.nextDouble();
          bytes[i] = (byte) (256 * chance * chance * chance * chance);
        }
      }
      case COPIES -> {
        random.nextBytes(bytes);
        for (int at = 1; at < length; at += 1 + random.nextInt(300)) {
          int distance = 1 + random.nextInt(random.nextBoolean() ? Math.min(at, 20) : at);
          int count = Math.min(length - at, random.nextInt(300));
          for (int i = at; i < at + count; i++) {
            bytes[i] = bytes[i - distance];
          }
        }
      }
    }
    return bytes;
  }
}
