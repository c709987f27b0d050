package org.stowage.testkit.datastore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.stowage.api.CancelledException;
import org.stowage.api.CommonError;
import org.stowage.api.DiskFormatException;
import org.stowage.api.ErrorCode;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;
import org.stowage.api.datastore.BaseDisk;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.datastore.DatastoreType;
import org.stowage.api.datastore.Landing;
import org.stowage.api.disk.AdapterType;
import org.stowage.testkit.TestTransfer;

/** What every {@link DatastoreType} keeps. Extend it, and hand in the type. */
public abstract class DatastoreTypeContract {

  private static final int MIB = 1 << 20;
  private static final byte[] CONTENT = content();

  /** The type under test. */
  protected abstract DatastoreType type();

  /**
   * The error with which the type refuses an image that may not be converted; empty where it takes
   * the image as it is.
   *
   * @param format {@code raw}, {@code flat}, {@code sparse}, {@code streamOptimized}, or one that
   *     nobody knows
   * @param capacityBytes a multiple of 512
   */
  protected Optional<ErrorCode> refusal(String format, long capacityBytes) {
    return Optional.empty();
  }

  @Test
  void hasAnIdInLowercaseKebab() {
    assertTrue(type().id().matches("[a-z][a-z0-9]*(-[a-z0-9]+)*"), type().id());
  }

  @Test
  void tellsTheSameRulesAtEveryCall() {
    assertEquals(type().traits(), type().traits());
  }

  @Test
  void servesItsTypeNamesInAnyCase() {
    for (String typeName : type().traits().typeNames()) {
      assertTrue(type().traits().serves(typeName.toLowerCase(Locale.ROOT)));
      assertTrue(type().traits().serves(typeName.toUpperCase(Locale.ROOT)));
    }
  }

  @ParameterizedTest
  @MethodSource("images")
  void judgesWithoutReading(Sample sample, boolean convert) {
    try (ImageFake image = sample.image()) {
      Landing landing = type().judge(image.facts(), convert);

      assertFalse(image.wasRead());
      assertEquals(landing, type().judge(image.facts(), convert));
      if (landing instanceof Landing.Accepted accepted) {
        assertTrue(accepted.capacityBytes() >= sample.capacityBytes());
        assertEquals(0, accepted.capacityBytes() % type().traits().capacityMultipleBytes());
      } else if (landing instanceof Landing.Refused refused) {
        assertFalse(refused.rule().isBlank());
        assertFalse(refused.remedy().isBlank());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("images")
  void refusesWhatItSaysItDoes(Sample sample, boolean convert) {
    Optional<ErrorCode> refusal = refusal(sample.format(), sample.capacityBytes());
    try (ImageFake image = sample.image()) {
      Landing landing = type().judge(image.facts(), convert);

      if (landing instanceof Landing.Refused refused) {
        assertEquals(refusal, Optional.of(refused.code()), refused.rule());
      } else if (landing instanceof Landing.Accepted accepted) {
        assertTrue(refusal.isEmpty() || convert, () -> refusal + " was to be the answer");
        assertTrue(
            convert || accepted.whatIsConverted().isEmpty(), "converted, which was not allowed");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("images")
  void landsWhatItAccepts(Sample sample, boolean convert) throws IOException {
    try (PortsFake ports = new PortsFake(type().traits());
        ImageFake image = sample.image()) {
      if (type().judge(image.facts(), convert) instanceof Landing.Accepted accepted) {
        DatastorePath disk = ports.folder("top/staging").resolve("base.vmdk");

        land(image, accepted, disk, ports, new TestTransfer(2));

        assertEquals(List.of("top", "top/staging", "top/staging/base.vmdk"), ports.paths());
        assertEquals(
            accepted.capacityBytes(), ports.disks().find(disk).orElseThrow().capacityBytes());
        byte[] landed = ports.diskContent(disk).orElseThrow();
        assertArrayEquals(CONTENT, Arrays.copyOf(landed, CONTENT.length));
        assertFalse(image.wasClosed(), "the image is the caller's to close");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("images")
  void leavesNothingOfADamagedImage(Sample sample, boolean convert) throws IOException {
    DiskFormatException damage =
        new DiskFormatException(CommonError.MALFORMED, "the last grain is damaged", "");
    assertFailure(damage, sample.image().damaged(damage), convert, new TestTransfer(2), null);
  }

  @ParameterizedTest
  @MethodSource("images")
  void leavesNothingOnAFullDatastore(Sample sample, boolean convert) throws IOException {
    StorageException full = new StorageException(CommonError.DATASTORE_FULL, "no room", "");
    for (String route : List.of("importStream", "importFlat", "importSparse")) {
      assertFailure(full, sample.image(), convert, new TestTransfer(2), route);
    }
  }

  @ParameterizedTest
  @MethodSource("images")
  void stopsWhenCancelled(Sample sample, boolean convert) throws IOException {
    try (PortsFake ports = new PortsFake(type().traits());
        ImageFake image = sample.image()) {
      if (type().judge(image.facts(), convert) instanceof Landing.Accepted accepted) {
        DatastorePath disk = ports.folder("top").resolve("base.vmdk");
        Transfer cancelled = new TestTransfer(2).cancelAfter(0);
        assertThrows(CancelledException.class, () -> land(image, accepted, disk, ports, cancelled));
        assertNothingLeft(disk, ports);
      }
    }
  }

  private void assertFailure(
      StorageException expected,
      ImageFake image,
      boolean convert,
      Transfer transfer,
      @Nullable String failingRoute)
      throws IOException {
    try (PortsFake ports = new PortsFake(type().traits());
        image) {
      if (!(type().judge(image.facts(), convert) instanceof Landing.Accepted accepted)) {
        return;
      }
      DatastorePath disk = ports.folder("top").resolve("base.vmdk");
      if (failingRoute != null) {
        ports.failNext(failingRoute, expected);
      }
      try {
        land(image, accepted, disk, ports, transfer);
        assertFalse(ports.calls().contains(failingRoute), "the failure was not passed on");
        assertTrue(failingRoute != null, "the damage was not passed on");
      } catch (StorageException e) {
        assertEquals(expected, e);
        assertNothingLeft(disk, ports);
      }
    }
  }

  private static void assertNothingLeft(DatastorePath disk, PortsFake ports) throws IOException {
    ports.disks().delete(disk);
    assertEquals(List.of("top"), ports.paths());
  }

  private void land(
      ImageFake image,
      Landing.Accepted accepted,
      DatastorePath disk,
      PortsFake ports,
      Transfer transfer)
      throws IOException {
    BaseDisk base = new BaseDisk(disk, AdapterType.LSILOGIC);
    type().land(image, accepted, base, ports, transfer);
  }

  static Stream<Arguments> images() {
    return Stream.of("raw", "flat", "sparse", "streamOptimized", "format-of-tomorrow")
        .flatMap(
            format -> Stream.of(MIB, 3 * MIB + 512).map(size -> new Sample(format, size, true)))
        .flatMap(sample -> Stream.of(sample, sample.withoutStoredForm()))
        .flatMap(sample -> Stream.of(arguments(sample, true), arguments(sample, false)));
  }

  /** An image to be judged and landed. */
  record Sample(String format, int capacityBytes, boolean stored) {

    Sample withoutStoredForm() {
      return new Sample(format, capacityBytes, false);
    }

    ImageFake image() {
      return stored
          ? ImageFake.of(format, capacityBytes, CONTENT)
          : ImageFake.withoutStoredForm(format, capacityBytes, CONTENT);
    }
  }

  private static byte[] content() {
    byte[] content = new byte[64 * 1024];
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) (i * 31 + 7);
    }
    return content;
  }
}
