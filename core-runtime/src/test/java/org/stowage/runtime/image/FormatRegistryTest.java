package org.stowage.runtime.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.api.CommonError;
import org.stowage.api.DiskFormatException;
import org.stowage.api.StorageException;
import org.stowage.api.disk.AdapterType;
import org.stowage.api.disk.DiskFacts;
import org.stowage.api.disk.DiskFormat;
import org.stowage.api.disk.DiskFormats;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.DiskSink;
import org.stowage.api.disk.DiskSpec;
import org.stowage.api.disk.ImageHead;
import org.stowage.api.disk.ImageProperties;
import org.stowage.api.disk.ImageSource;
import org.stowage.api.disk.ImageTarget;
import org.stowage.api.disk.Problem;
import org.stowage.api.disk.Recognition;
import org.stowage.api.disk.StoredForm;
import org.stowage.api.disk.WritableFormat;
import org.stowage.testkit.FileImageSource;
import org.stowage.testkit.FormatFake;
import org.stowage.testkit.RecordingDiskSink;
import org.stowage.testkit.TestTransfer;
import org.stowage.testkit.datastore.ImageFake;

class FormatRegistryTest {

  private static final FormatFake TAPE = FormatFake.marked("tape");
  private static final FormatFake DRUM = FormatFake.marked("drum");
  private static final FormatFake RAW = FormatFake.answering("raw", Recognition.POSSIBLE);
  private static final byte[] CONTENT = new byte[200 * 1024];

  static {
    new Random(1).nextBytes(CONTENT);
  }

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void opensAnImageWithTheFormatThatRecognisesIt(boolean pureStream) throws IOException {
    FileImageSource source = source(DRUM.image(CONTENT), pureStream);

    try (DiskImage image = registry(TAPE, DRUM, RAW).open(source, ImageProperties.NONE)) {
      assertEquals("drum", image.facts().format());
      RecordingDiskSink sink = new RecordingDiskSink(CONTENT.length);
      image.copyTo(sink, new TestTransfer(1));
      assertArrayEquals(CONTENT, sink.content());
    }
    assertEquals(0, source.openHandles());
  }

  @Test
  void asksFormatsWithTheFirst64KibOfTheImage() throws IOException {
    byte[] bytes = RAW.image(CONTENT);
    List<ImageHead> seen = new java.util.ArrayList<>();
    DiskFormat asked =
        new Delegating(RAW) {
          @Override
          public Recognition recognise(ImageHead head) {
            seen.add(head);
            return Recognition.POSSIBLE;
          }
        };
    ImageProperties declared = new ImageProperties(Map.of("disk_format", "raw"));

    registry(asked).open(source(bytes, false), declared).close();
    registry(asked).open(source(bytes, true), declared).close();

    byte[] head = Arrays.copyOf(bytes, ImageHead.MAX_BYTES);
    for (ImageHead each : seen) {
      assertEquals(java.nio.ByteBuffer.wrap(head), each.bytes());
      assertEquals("disk.img", each.name());
      assertSame(declared, each.declared());
    }
    assertEquals(CONTENT.length, seen.get(0).lengthBytes());
    assertTrue(seen.get(1).knownLengthBytes().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 511, 65536, 65537})
  void opensImagesOfAnyLength(int length) throws IOException {
    byte[] bytes = Arrays.copyOf(CONTENT, length);

    try (DiskImage image = registry(RAW).open(source(bytes, true), ImageProperties.NONE)) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      image.stored().orElseThrow().writeTo(out, new TestTransfer(1));
      assertArrayEquals(bytes, out.toByteArray());
    }
  }

  @Test
  void theStrongestAnswerWinsWhateverTheOrder() throws IOException {
    List<DiskFormat> formats =
        Arrays.asList(
            FormatFake.answering("possible", Recognition.POSSIBLE),
            FormatFake.answering("declared", Recognition.DECLARED),
            TAPE);

    for (int i = 0; i < formats.size(); i++) {
      Collections.rotate(formats, 1);
      FormatRegistry registry = new FormatRegistry(formats);
      assertEquals("tape", format(registry, TAPE.image(CONTENT)));
      assertEquals("declared", format(registry, CONTENT));
    }
  }

  @Test
  void refusesToChooseAmongFormatsThatAreEquallySure() throws IOException {
    FormatRegistry registry = registry(TAPE, FormatFake.answering("other", Recognition.MAGIC), RAW);

    StorageException e = refusal(registry, TAPE.image(CONTENT), ImageProperties.NONE);

    assertEquals(CommonError.AMBIGUOUS, e.code());
    assertEquals(
        "opening disk.img: the formats other, tape are equally sure that it is theirs",
        e.getMessage());
  }

  @Test
  void aDeclarationDecidesAmongFormatsThatDoNotGoByTheBytes() throws IOException {
    FormatRegistry registry =
        registry(
            FormatFake.answering("a", Recognition.DECLARED),
            FormatFake.answering("b", Recognition.DECLARED));

    StorageException e = refusal(registry, CONTENT, ImageProperties.NONE);
    assertEquals("Declare the one that it is as its disk_format.", e.remedy());
    for (String property : List.of("disk_format", "container_format", "vmware_disktype")) {
      ImageProperties declared = new ImageProperties(Map.of(property, "B"));
      try (DiskImage image = registry.open(source(CONTENT, false), declared)) {
        assertEquals("b", image.facts().format());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void tellsWhatIsKnownWhenAnImageIsNobodys(boolean pureStream) throws IOException {
    byte[] qcow = "QFI\u00fb\0\0\0\3".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    FileImageSource source = source(qcow, pureStream);

    StorageException e =
        assertThrows(
            StorageException.class, () -> registry(TAPE, DRUM).open(source, ImageProperties.NONE));

    assertEquals(CommonError.UNSUPPORTED, e.code());
    assertEquals(
        "opening disk.img: it is of no format that is known here; its bytes say qcow;"
            + " known are drum, tape",
        e.getMessage());
    assertEquals(0, source.openHandles());
  }

  @Test
  void aRegistryWithoutFormatsSaysSo() throws IOException {
    StorageException e = refusal(registry(), CONTENT, ImageProperties.NONE);

    assertTrue(e.getMessage().endsWith("; known are none"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void closesTheSourceWhenTheFormatCannotOpenIt(boolean opensItFirst) throws IOException {
    DiskFormat damaged =
        new Delegating(TAPE) {
          @Override
          public DiskImage open(ImageSource source, DiskFormats formats) throws IOException {
            if (opensItFirst) {
              source.open().close();
            }
            throw new DiskFormatException(CommonError.MALFORMED, "damaged", "");
          }
        };
    FileImageSource source = source(TAPE.image(CONTENT), true);

    assertThrows(
        DiskFormatException.class, () -> registry(damaged).open(source, ImageProperties.NONE));
    assertEquals(0, source.openHandles());
  }

  @Test
  void closesAStreamThatTheImageNeverRead() throws IOException {
    ImageFake unread = ImageFake.of("tape", 512, new byte[512]);
    DiskFormat lazy =
        new Delegating(TAPE) {
          @Override
          public DiskImage open(ImageSource source, DiskFormats formats) {
            return unread;
          }
        };
    FileImageSource source = source(TAPE.image(CONTENT), true);

    registry(lazy).open(source, ImageProperties.NONE).close();

    assertEquals(0, source.openHandles());
    assertTrue(unread.wasClosed());
  }

  @Test
  void aFormatThatFailsToAnswerDoesNotKeepTheOthersFromIt() throws IOException {
    DiskFormat broken =
        new Delegating(DRUM) {
          @Override
          public Recognition recognise(ImageHead head) {
            throw new UncheckedIOException(
                new StorageException(CommonError.PLUGIN_FAULT, "the plugin x failed", ""));
          }
        };
    FormatRegistry registry = registry(broken, TAPE);

    try (DiskImage image =
        registry.open(source(TAPE.image(CONTENT), false), ImageProperties.NONE)) {
      Problem problem = image.facts().problems().get(0);
      assertEquals(CommonError.PLUGIN_FAULT, problem.code());
      assertEquals("the plugin x failed", problem.message());
    }
    StorageException e = refusal(registry, CONTENT, ImageProperties.NONE);
    assertTrue(e.getMessage().endsWith("; the plugin x failed"), e.getMessage());
  }

  @Test
  void givesContainersTheRegistryItself() throws IOException {
    FormatRegistry[] given = new FormatRegistry[1];
    DiskFormat container =
        new Delegating(TAPE) {
          @Override
          public DiskImage open(ImageSource source, DiskFormats formats) throws IOException {
            given[0] = (FormatRegistry) formats;
            return super.open(source, formats);
          }
        };
    FormatRegistry registry = registry(container);

    registry.open(source(TAPE.image(CONTENT), false), ImageProperties.NONE).close();

    assertSame(registry, given[0]);
  }

  @Test
  void reportsADeclarationThatTheBytesContradict() throws IOException {
    ImageProperties declared =
        new ImageProperties(
            Map.of("disk_format", "raw", "container_format", "ova", "vmware_disktype", "sparse"));

    try (DiskImage image = registry(TAPE, RAW).open(source(TAPE.image(CONTENT), false), declared)) {
      assertEquals("tape", image.facts().format());
      assertEquals(
          List.of(
              "disk.tape is declared as container_format=ova, but its bytes are bare; they are"
                  + " believed",
              "disk.tape is declared as disk_format=raw, but its bytes are tape; they are believed",
              "disk.tape is declared as vmware_disktype=sparse, but its bytes are tape; they are"
                  + " believed"),
          image.facts().problems().stream().map(Problem::message).toList());
      assertEquals(ImageError.DECLARED_OTHERWISE, image.facts().problems().get(0).code());
      assertEquals(Problem.Severity.WARNING, image.facts().problems().get(0).severity());
    }
  }

  @Test
  void convertsAnImageWhileItIsWritten() throws IOException {
    ImageFake image = ImageFake.of("raw", CONTENT.length, CONTENT);
    DiskSpec spec = new DiskSpec(CONTENT.length + 1024, AdapterType.PVSCSI);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    NotClosed guarded = new NotClosed(out);

    try (DiskImage converted = registry(TAPE).convert(image, "tape", spec)) {
      DiskFacts facts = converted.facts();
      assertEquals("tape", facts.format());
      assertEquals(spec.capacityBytes(), facts.capacityBytes());
      assertEquals(AdapterType.PVSCSI, facts.adapterType());
      assertEquals("disk.raw", facts.fileName());
      assertFalse(image.wasRead());

      StoredForm stored = converted.stored().orElseThrow();
      assertEquals("tape", stored.format());
      assertTrue(stored.lengthBytes().isEmpty());
      stored.writeTo(guarded, new TestTransfer(3));
    }

    assertArrayEquals(TAPE.image(Arrays.copyOf(CONTENT, CONTENT.length + 1024)), out.toByteArray());
    assertFalse(guarded.closed);
    assertFalse(image.wasClosed());
  }

  @Test
  void passesTheContentOfAConvertedImageOnAsItIs() throws IOException {
    ImageFake image = ImageFake.of("raw", CONTENT.length, CONTENT);
    RecordingDiskSink sink = new RecordingDiskSink(CONTENT.length + 512);
    DiskSpec spec = new DiskSpec(CONTENT.length + 512, AdapterType.IDE);

    registry(TAPE).convert(image, "tape", spec).copyTo(sink, new TestTransfer(1));

    assertArrayEquals(Arrays.copyOf(CONTENT, CONTENT.length + 512), sink.content());
  }

  @Test
  void writesWithAsManyThreadsAsTheTransferAllows() throws IOException {
    WritableFormat.WriteOptions[] given = new WritableFormat.WriteOptions[1];
    DiskFormat format =
        new Delegating(TAPE) {
          @Override
          public DiskSink create(DiskSpec spec, ImageTarget target, WriteOptions options)
              throws IOException {
            given[0] = options;
            assertEquals("disk.raw", target.name());
            assertEquals(Optional.empty(), target.openChannel());
            assertThrows(StorageException.class, () -> target.sibling("x-flat.vmdk"));
            return super.create(spec, target, options);
          }
        };
    DiskImage converted =
        registry(format)
            .convert(
                ImageFake.of("raw", 512, new byte[512]),
                "TAPE",
                new DiskSpec(512, AdapterType.IDE));

    converted.stored().orElseThrow().writeTo(OutputStream.nullOutputStream(), new TestTransfer(7));

    assertEquals(new WritableFormat.WriteOptions(6, 7), given[0]);
  }

  @Test
  void aConversionOfADamagedImageFailsAndDiscardsWhatWasWritten() throws IOException {
    IOException damage = new DiskFormatException(CommonError.MALFORMED, "damaged", "");
    ImageFake image = ImageFake.of("raw", 512, new byte[512]).damaged(damage);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    DiskImage converted = registry(TAPE).convert(image, "tape", new DiskSpec(512, AdapterType.IDE));

    assertSame(
        damage,
        assertThrows(
            IOException.class,
            () -> converted.stored().orElseThrow().writeTo(out, new TestTransfer(1))));
    assertEquals(0, out.size());
  }

  @Test
  void refusesACapacityBelowThatOfTheImage() {
    StorageException e =
        assertThrows(
            StorageException.class,
            () ->
                registry(TAPE)
                    .convert(
                        ImageFake.of("raw", 1024, new byte[512]),
                        "tape",
                        new DiskSpec(512, AdapterType.IDE)));

    assertEquals(
        "disk.raw has a capacity of 1024 bytes and cannot be converted to one of 512",
        e.getMessage());
  }

  @Test
  void refusesToConvertToAFormatThatIsNotLoadedOrCannotBeWritten() {
    DiskFormat readOnly =
        new DiskFormat() {
          @Override
          public String id() {
            return "ova";
          }

          @Override
          public Recognition recognise(ImageHead head) {
            return Recognition.NONE;
          }

          @Override
          public DiskImage open(ImageSource source, DiskFormats formats) {
            throw new AssertionError();
          }
        };
    for (String format : List.of("ova", "qcow2")) {
      StorageException e =
          assertThrows(
              StorageException.class,
              () ->
                  registry(readOnly, TAPE, DRUM)
                      .convert(
                          ImageFake.of("raw", 512, new byte[512]),
                          format,
                          new DiskSpec(512, AdapterType.IDE)));
      assertEquals(CommonError.USAGE, e.code());
      assertEquals("there is no format '" + format + "' that can be written", e.getMessage());
      assertEquals("Use one of drum, tape.", e.remedy());
    }
  }

  @Test
  void refusesToConvertToAFormatThatNeedsAFile() {
    DiskFormat needsFile =
        new Delegating(TAPE) {
          @Override
          public boolean streams() {
            return false;
          }
        };
    StorageException e =
        assertThrows(
            StorageException.class,
            () ->
                registry(needsFile)
                    .convert(
                        ImageFake.of("raw", 512, new byte[512]),
                        "tape",
                        new DiskSpec(512, AdapterType.IDE)));

    assertEquals(CommonError.UNSUPPORTED, e.code());
    assertEquals(
        "disk.raw cannot be converted to tape on its way: that format needs random access",
        e.getMessage());
  }

  private static FormatRegistry registry(DiskFormat... formats) {
    return new FormatRegistry(List.of(formats));
  }

  private String format(FormatRegistry registry, byte[] bytes) throws IOException {
    try (DiskImage image = registry.open(source(bytes, false), ImageProperties.NONE)) {
      return image.facts().format();
    }
  }

  private StorageException refusal(FormatRegistry registry, byte[] bytes, ImageProperties declared)
      throws IOException {
    ImageSource source = source(bytes, false);
    return assertThrows(StorageException.class, () -> registry.open(source, declared));
  }

  private FileImageSource source(byte[] bytes, boolean pureStream) throws IOException {
    Path file = Files.write(folder.resolve("disk.img"), bytes);
    return pureStream ? FileImageSource.pureStream(file) : FileImageSource.of(file);
  }

  /** A format of which a test changes one thing. */
  private static class Delegating implements WritableFormat {

    private final WritableFormat format;

    Delegating(WritableFormat format) {
      this.format = format;
    }

    @Override
    public String id() {
      return format.id();
    }

    @Override
    public Recognition recognise(ImageHead head) {
      return format.recognise(head);
    }

    @Override
    public DiskImage open(ImageSource source, DiskFormats formats) throws IOException {
      return format.open(source, formats);
    }

    @Override
    public boolean streams() {
      return format.streams();
    }

    @Override
    public DiskSink create(DiskSpec spec, ImageTarget target, WriteOptions options)
        throws IOException {
      return format.create(spec, target, options);
    }
  }

  private static final class NotClosed extends java.io.FilterOutputStream {

    private boolean closed;

    NotClosed(OutputStream out) {
      super(out);
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
