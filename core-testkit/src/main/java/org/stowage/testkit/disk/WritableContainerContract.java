package org.stowage.testkit.disk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.api.StorageException;
import org.stowage.api.disk.AdapterType;
import org.stowage.api.disk.DiskFormat;
import org.stowage.api.disk.DiskFormats;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.DiskSink;
import org.stowage.api.disk.DiskSpec;
import org.stowage.api.disk.ImageHead;
import org.stowage.api.disk.ImageProperties;
import org.stowage.api.disk.ImageTarget;
import org.stowage.api.disk.NewPackage;
import org.stowage.api.disk.PackagedMachine;
import org.stowage.api.disk.Recognition;
import org.stowage.api.disk.WritableContainer;
import org.stowage.api.disk.WritableFormat;
import org.stowage.api.disk.WritableFormat.WriteOptions;
import org.stowage.testkit.FileImageSource;
import org.stowage.testkit.FixedFormats;
import org.stowage.testkit.FolderImageTarget;
import org.stowage.testkit.RecordingDiskSink;
import org.stowage.testkit.TestTransfer;

/**
 * What every {@link WritableContainer} keeps, what every format keeps included. Extend it, and hand
 * in the container.
 */
public abstract class WritableContainerContract extends DiskFormatContract {

  private static final int CAPACITY = 3 << 20;
  private static final int POPULATED = 1 << 20;

  /** The container under test. */
  protected abstract WritableContainer container();

  /** A format, content with a stream, that the container's packages may hold. */
  protected abstract WritableFormat diskFormat();

  @Override
  protected DiskFormat format() {
    return container();
  }

  @Override
  protected DiskFormats formats() {
    return new FixedFormats(container(), diskFormat());
  }

  @Override
  protected Example example(Path folder) throws IOException {
    Path alone = folder.resolve("alone.vmdk");
    writeDisk(FolderImageTarget.of(alone));
    Path file = write(folder.resolve("vm"), machine("vm", AdapterType.LSILOGIC));
    return new Example(file, Arrays.copyOf(content(), CAPACITY), Files.readAllBytes(alone));
  }

  @Test
  void recognisesWhatItWrites() throws IOException {
    byte[] bytes = Files.readAllBytes(write("vm", machine("vm", AdapterType.LSILOGIC)));
    byte[] head = Arrays.copyOf(bytes, Math.min(bytes.length, ImageHead.MAX_BYTES));

    assertEquals(
        Recognition.MAGIC,
        container()
            .recognise(
                new ImageHead("", ByteBuffer.wrap(head), bytes.length, ImageProperties.NONE)));
  }

  @ParameterizedTest
  @EnumSource
  void opensToTheDiskItWasGiven(AdapterType adapter) throws IOException {
    Path file = write("vm", machine("vm", adapter));

    try (DiskImage image = open(file)) {
      assertEquals(container().id(), image.facts().container());
      assertEquals(diskFormat().id(), image.facts().format());
      assertEquals(CAPACITY, image.facts().capacityBytes());
      assertEquals(adapter, image.facts().adapterType());
      try (RecordingDiskSink sink = new RecordingDiskSink(CAPACITY)) {
        image.copyTo(sink, new TestTransfer(2));
        assertArrayEquals(Arrays.copyOf(content(), CAPACITY), sink.content());
      }
    }
  }

  @Test
  void writesTheSameBytesEveryTime() throws IOException {
    Path one = write("one", machine("vm", AdapterType.PVSCSI));
    Path two = write("two", machine("vm", AdapterType.PVSCSI));

    assertEquals(-1, Files.mismatch(one, two));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "größe ☃ 💾",
        "\"<a & 'b'>]]>",
        "../../etc/passwd",
        "..",
        "C:\\vm\t[*]?%41",
        "line\nbreak\0end\uFFFE\uD800"
      })
  void takesMachinesOfAnyName(String name) throws IOException {
    try (DiskImage image = open(write("vm", machine(name, AdapterType.IDE)))) {
      assertEquals(CAPACITY, image.facts().capacityBytes());
    }
  }

  @Test
  void takesMachinesOfNamesOfAnyLength() throws IOException {
    try (DiskImage image = open(write("vm", machine("ä".repeat(5000), AdapterType.IDE)))) {
      assertEquals(CAPACITY, image.facts().capacityBytes());
    }
  }

  @Test
  void needsNotKnowHowMuchIsPopulated() throws IOException {
    Path file = folder.resolve("vm");
    try (NewPackage made =
        container().begin(machine("vm", AdapterType.IDE), FolderImageTarget.of(file))) {
      writeDisk(made.disk());
      made.finish(OptionalLong.empty());
    }

    try (DiskImage image = open(file)) {
      assertEquals(CAPACITY, image.facts().capacityBytes());
    }
  }

  @Test
  void takesTheDiskAsAStreamAlone() throws IOException {
    FolderImageTarget target = FolderImageTarget.of(folder.resolve("vm"));
    try (NewPackage made = container().begin(machine("vm", AdapterType.IDE), target)) {
      assertTrue(made.disk().openChannel().isEmpty());
      assertThrows(StorageException.class, () -> made.disk().sibling("other.vmdk"));
      assertEquals(made.disk().name(), made.disk().name());
    }
  }

  @Test
  void closesWhatItOpenedWhenItIsNotFinished() throws IOException {
    FolderImageTarget target = FolderImageTarget.of(folder.resolve("vm"));
    NewPackage made = container().begin(machine("vm", AdapterType.IDE), target);
    OutputStream disk = made.disk().open();
    disk.write(1);

    made.close();
    made.close();

    assertEquals(0, target.openHandles());
  }

  private PackagedMachine machine(String name, AdapterType adapter) {
    return new PackagedMachine(name, 2, 1024, new DiskSpec(CAPACITY, adapter), diskFormat().id());
  }

  private Path write(String fileName, PackagedMachine machine) throws IOException {
    return write(folder.resolve(fileName), machine);
  }

  private Path write(Path file, PackagedMachine machine) throws IOException {
    FolderImageTarget target = FolderImageTarget.of(file);
    try (NewPackage made = container().begin(machine, target)) {
      writeDisk(made.disk());
      made.finish(OptionalLong.of(POPULATED));
    }
    assertEquals(0, target.openHandles());
    return file;
  }

  private void writeDisk(ImageTarget target) throws IOException {
    DiskSpec spec = new DiskSpec(CAPACITY, AdapterType.LSILOGIC);
    try (DiskSink sink =
        diskFormat().create(spec, target, new WriteOptions(WriteOptions.USUAL_LEVEL, 2))) {
      sink.write(0, ByteBuffer.wrap(content()));
      sink.finish();
    }
  }

  private DiskImage open(Path file) throws IOException {
    return formats().open(FileImageSource.of(file), ImageProperties.NONE);
  }

  private static byte[] content() {
    return noise(POPULATED);
  }
}
