package org.stowage.testkit.datastore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.datastore.BaseDisk;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.datastore.DatastorePorts;
import org.stowage.api.datastore.DatastoreTraits;
import org.stowage.api.datastore.DatastoreTraits.DataFiles;
import org.stowage.api.datastore.DatastoreTraits.TopLevelFolders;
import org.stowage.api.disk.AdapterType;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.DiskSpec;
import org.stowage.testkit.TestTransfer;

class PortsFakeTest {

  private static final DatastoreTraits PLAIN =
      new DatastoreTraits(Set.of("p"), DataFiles.ADDRESSABLE, TopLevelFolders.PLAIN, 512);
  private static final DatastoreTraits OBJECTS =
      new DatastoreTraits(Set.of("o"), DataFiles.HIDDEN, TopLevelFolders.NAMESPACES, 1 << 20);

  @Nested
  class OfPlainFolders extends DatastorePortsContract {
    @Override
    protected PortsUnderTest open() {
      return new Fake(new PortsFake(PLAIN));
    }
  }

  @Nested
  class OfObjects extends DatastorePortsContract {
    @Override
    protected PortsUnderTest open() {
      return new Fake(new PortsFake(OBJECTS));
    }
  }

  @Test
  void insistsThatDownloadsAreClosed() throws IOException {
    PortsFake ports = new PortsFake(PLAIN);
    DatastorePath file = ports.folder("top").resolve("a");
    ports.files().upload(file, new ByteArrayInputStream(new byte[1]), 1, transfer());

    InputStream closed = ports.files().download(file);
    closed.close();
    ports.files().download(file);
    closed.close();

    assertThrows(AssertionError.class, ports::close);
  }

  @Test
  void insistsThatAClosedDownloadIsNotRead() throws IOException {
    try (PortsFake ports = new PortsFake(PLAIN)) {
      DatastorePath file = ports.folder("top").resolve("a");
      ports.files().upload(file, new ByteArrayInputStream(new byte[1]), 1, transfer());
      InputStream closed = ports.files().download(file);
      closed.close();

      assertThrows(AssertionError.class, closed::read);
      assertThrows(AssertionError.class, closed::readAllBytes);
    }
  }

  @Test
  void insistsThatPortsAreUsedDuringTheirOperation() throws IOException {
    PortsFake ports = new PortsFake(OBJECTS);
    DatastorePath top = ports.folder("top");
    BaseDisk disk = new BaseDisk(top.resolve("a.vmdk"), AdapterType.IDE);
    ImageFake image = ImageFake.of("streamOptimized", 1 << 20, new byte[512]);
    ports.close();

    assertThrows(AssertionError.class, () -> ports.files().list(top));
    assertThrows(AssertionError.class, () -> ports.disks().find(disk.path()));
    assertThrows(AssertionError.class, () -> ports.imports().importStream(image, disk, transfer()));
    assertThrows(AssertionError.class, () -> ports.namespaces().create(top));
    assertThrows(
        AssertionError.class,
        () -> ports.formats().convert(image, "raw", new DiskSpec(1 << 20, AdapterType.IDE)));
    assertFalse(image.wasRead());
  }

  @Test
  void insistsThatConversionsAreClosed() throws IOException {
    PortsFake ports = new PortsFake(PLAIN);
    ImageFake image = ImageFake.of("raw", 512, new byte[512]);

    ports.formats().convert(image, "sparse", new DiskSpec(512, AdapterType.IDE));

    assertThrows(AssertionError.class, ports::close);
  }

  @Test
  void insistsThatAClosedConversionIsNotRead() throws IOException {
    try (PortsFake ports = new PortsFake(PLAIN)) {
      ImageFake image = ImageFake.of("raw", 512, new byte[512]);
      DiskImage closed =
          ports.formats().convert(image, "sparse", new DiskSpec(512, AdapterType.IDE));
      BaseDisk disk = new BaseDisk(ports.folder("top").resolve("a.vmdk"), AdapterType.IDE);
      closed.close();

      assertThrows(
          AssertionError.class, () -> ports.imports().importSparse(closed, disk, transfer()));
      assertThrows(
          AssertionError.class,
          () -> closed.stored().orElseThrow().writeTo(new ByteArrayOutputStream(), transfer()));
      assertEquals(List.of("top"), ports.paths());
    }
  }

  @Test
  void insistsThatAClosedImageIsNotRead() throws IOException {
    try (PortsFake ports = new PortsFake(PLAIN)) {
      ImageFake image = ImageFake.of("raw", 512, new byte[512]);
      BaseDisk disk = new BaseDisk(ports.folder("top").resolve("a.vmdk"), AdapterType.IDE);
      image.close();

      assertThrows(
          AssertionError.class, () -> ports.imports().importFlat(image, 512, disk, transfer()));
    }
  }

  @Test
  void insistsThatAnImageIsReadOnce() throws IOException {
    try (PortsFake ports = new PortsFake(PLAIN)) {
      ImageFake image = ImageFake.of("raw", 512, new byte[512]);
      DatastorePath top = ports.folder("top");
      BaseDisk first = new BaseDisk(top.resolve("a.vmdk"), AdapterType.IDE);
      BaseDisk second = new BaseDisk(top.resolve("b.vmdk"), AdapterType.IDE);
      ports.imports().importFlat(image, 512, first, transfer());

      assertThrows(
          AssertionError.class, () -> ports.imports().importFlat(image, 512, second, transfer()));
    }
  }

  @Test
  void insistsThatDisksAreNotHandledAsFiles() throws IOException {
    try (PortsFake ports = new PortsFake(PLAIN)) {
      DatastorePath disk = ports.folder("top").resolve("a.vmdk");
      ports.disks().create(disk, 512, AdapterType.IDE);

      assertThrows(AssertionError.class, () -> ports.files().delete(disk));
      assertThrows(AssertionError.class, () -> ports.files().move(disk, disk.sibling("b.vmdk")));
    }
  }

  @Test
  void failsOnceWhereItWasToldTo() throws IOException {
    try (PortsFake ports = new PortsFake(PLAIN)) {
      StorageException full = new StorageException(CommonError.DATASTORE_FULL, "full", "");
      ports.failNext("makeDirectory", full);

      assertEquals(
          full,
          assertThrows(
              StorageException.class, () -> ports.files().makeDirectory(ports.path("top"))));
      ports.files().makeDirectory(ports.path("top"));
      assertEquals(List.of("makeDirectory", "makeDirectory"), ports.calls());
      assertEquals(List.of("top"), ports.paths());
    }
  }

  private static TestTransfer transfer() {
    return new TestTransfer(1);
  }

  record Fake(PortsFake fake) implements PortsUnderTest {

    @Override
    public DatastorePorts ports() {
      return fake;
    }

    @Override
    public DiskImage image(String format, byte[] content) {
      return ImageFake.of(format, content.length, content);
    }

    @Override
    public byte[] read(DatastorePath disk) throws IOException {
      long capacityBytes = fake.disks().find(disk).orElseThrow().capacityBytes();
      return Arrays.copyOf(fake.diskContent(disk).orElseThrow(), (int) capacityBytes);
    }
  }
}
