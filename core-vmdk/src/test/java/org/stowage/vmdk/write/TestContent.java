package org.stowage.vmdk.write;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.stowage.api.disk.AdapterType;
import org.stowage.api.disk.DiskSink;
import org.stowage.api.disk.DiskSpec;

/** The content of a small disk, and ways to give it to a sink. */
public record TestContent(byte[] bytes) {

  public static final int GRAIN = 64 * 1024;
  private static final int KINDS = 5;

  /** Text, noise, zeros and grains of both, in a mix that depends on the seed alone. */
  public static TestContent mixed(long capacityBytes, long seed) {
    Random random = new Random(seed);
    byte[] bytes = new byte[(int) capacityBytes];
    for (int start = 0; start < bytes.length; start += GRAIN) {
      int end = Math.min(start + GRAIN, bytes.length);
      switch (random.nextInt(KINDS)) {
        case 0 -> fillWithNoise(bytes, start, end, random);
        case 1 -> fillWithText(bytes, start, end, random);
        case 2 -> fillWithText(bytes, start + (end - start) / 3, end - (end - start) / 2, random);
        case 3 -> bytes[end - 1] = 1;
        default -> {
          // Stays zero.
        }
      }
    }
    return new TestContent(bytes);
  }

  public static TestContent noise(int length) {
    byte[] bytes = new byte[length];
    fillWithNoise(bytes, 0, length, new Random(length));
    return new TestContent(bytes);
  }

  public static TestContent zeros(int length) {
    return new TestContent(new byte[length]);
  }

  private static void fillWithNoise(byte[] bytes, int start, int end, Random random) {
    byte[] noise = new byte[end - start];
    random.nextBytes(noise);
    System.arraycopy(noise, 0, bytes, start, noise.length);
  }

  private static void fillWithText(byte[] bytes, int start, int end, Random random) {
    for (int i = start; i < end; i++) {
      bytes[i] = (byte) ("etaoin shrdlu".charAt(random.nextInt(13)));
    }
  }

  public DiskSpec spec() {
    return new DiskSpec(bytes.length, AdapterType.LSILOGIC);
  }

  /** Gives everything, zeros too, in extents of one length. */
  public void writeAll(DiskSink sink, int extentBytes) throws IOException {
    for (int offset = 0; offset < bytes.length; offset += extentBytes) {
      write(sink, offset, Math.min(extentBytes, bytes.length - offset));
    }
  }

  /** Gives extents of all lengths and leaves out most of what is zero. */
  public void writeRagged(DiskSink sink, long seed) throws IOException {
    Random random = new Random(seed);
    int offset = 0;
    while (offset < bytes.length) {
      int sectors = 1 + random.nextInt(random.nextBoolean() ? 8 : 1000);
      int length = Math.min(512 * sectors, bytes.length - offset);
      if (random.nextInt(4) == 0 || !isZero(offset, length)) {
        write(sink, offset, length);
      }
      offset += length;
    }
  }

  private boolean isZero(int offset, int length) {
    return Arrays.equals(bytes, offset, offset + length, new byte[length], 0, length);
  }

  private void write(DiskSink sink, int offset, int length) throws IOException {
    ByteBuffer extent = ByteBuffer.wrap(bytes, offset, length);
    // Sinks get direct buffers as well as arrays with content on both sides.
    sink.write(
        offset, length % 1024 == 0 ? extent : ByteBuffer.allocateDirect(length).put(extent).flip());
  }

  public Path writeTo(Path file) throws IOException {
    return Files.write(file, bytes);
  }
}
