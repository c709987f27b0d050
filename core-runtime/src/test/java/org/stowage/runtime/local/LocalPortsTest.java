package org.stowage.runtime.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.datastore.DatastorePorts;
import org.stowage.api.disk.DiskImage;
import org.stowage.testkit.datastore.DatastorePortsContract;
import org.stowage.testkit.datastore.PortsUnderTest;

/** The contract of the ports, on folders that are datastores of every combination of traits. */
class LocalPortsTest {

  @TempDir Path folder;

  @AfterEach
  void nothingIsLeftInScratchFolders() throws IOException {
    try (Stream<Path> files = Files.find(folder, 9, (file, found) -> file.endsWith("scratch"))) {
      for (Path scratch : files.toList()) {
        try (Stream<Path> left = Files.list(scratch)) {
          assertEquals(List.of(), left.toList());
        }
      }
    }
  }

  @Nested
  class OfPlainFolders extends DatastorePortsContract {
    @Override
    protected PortsUnderTest open() throws IOException {
      return new Local(folder, TestTarget.PLAIN);
    }
  }

  @Nested
  class OfPlainFoldersWithHiddenDataFiles extends DatastorePortsContract {
    @Override
    protected PortsUnderTest open() throws IOException {
      return new Local(folder, TestTarget.PLAIN_HIDDEN);
    }
  }

  @Nested
  class OfObjects extends DatastorePortsContract {
    @Override
    protected PortsUnderTest open() throws IOException {
      return new Local(folder, TestTarget.OBJECTS);
    }
  }

  @Nested
  class OfObjectsWithDataFiles extends DatastorePortsContract {
    @Override
    protected PortsUnderTest open() throws IOException {
      return new Local(folder, TestTarget.OBJECTS_ADDRESSABLE);
    }
  }

  @Nested
  class OfObjectsOfWholeMebibytes extends DatastorePortsContract {
    @Override
    protected PortsUnderTest open() throws IOException {
      return new Local(folder, TestTarget.WHOLE_MEBIBYTES);
    }
  }

  private static final class Local implements PortsUnderTest {

    private final Path datastore;
    private final Path images;
    private final DatastorePorts ports;

    Local(Path folder, String typeName) throws IOException {
      this.images = Files.createDirectories(folder.resolve("images"));
      this.datastore = folder.resolve(typeName);
      this.ports = TestTarget.in(folder, typeName).ports(typeName);
    }

    @Override
    public DatastorePorts ports() {
      return ports;
    }

    @Override
    public DiskImage image(String format, byte[] content) throws IOException {
      return TestImages.make(images, format, content);
    }

    @Override
    public byte[] read(DatastorePath disk) throws IOException {
      return TestImages.content(datastore.resolve(disk.path()), datastore);
    }
  }
}
