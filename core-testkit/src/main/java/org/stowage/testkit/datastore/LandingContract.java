package org.stowage.testkit.datastore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.api.CancelledException;
import org.stowage.api.CommonError;
import org.stowage.api.DiskFormatException;
import org.stowage.api.Transfer;
import org.stowage.api.datastore.BaseDisk;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.datastore.DatastoreType;
import org.stowage.api.datastore.Landing;
import org.stowage.api.disk.AdapterType;
import org.stowage.api.disk.DiskImage;
import org.stowage.testkit.TestTransfer;

/**
 * What a {@link DatastoreType} and the ports of a target keep together, on a datastore of that
 * type. Extend it once for each target, and hand in both.
 */
public abstract class LandingContract extends PortsContract {

  private static final byte[] CONTENT = content(3 * MIB);

  private PortsUnderTest subject;
  private DatastorePath disk;

  /** The type under test. */
  protected abstract DatastoreType type();

  /** Opens ports to a datastore of the type, without a folder {@code landing}. */
  protected abstract PortsUnderTest open() throws IOException;

  @Override
  final PortsUnderTest subject() {
    return subject;
  }

  @BeforeEach
  final void makeFolder() throws IOException {
    subject = open();
    disk = top("landing").resolve("disk.vmdk");
  }

  @AfterEach
  final void removeFolder() throws IOException {
    if (disk != null) {
      DatastorePath folder = disk.parent().orElseThrow();
      if (hasNamespaces()) {
        ports().namespaces().delete(folder);
      } else {
        ports().files().delete(folder);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"raw", "sparse", "streamOptimized"})
  void makesABaseDiskAndNothingElse(String format) throws IOException {
    try (DiskImage image = subject.image(format, CONTENT)) {
      Landing.Accepted landing = land(image, new TestTransfer(2));

      int capacityBytes = Math.toIntExact(landing.capacityBytes());
      assertEquals(capacityBytes, ports().disks().find(disk).orElseThrow().capacityBytes());
      assertArrayEquals(Arrays.copyOf(CONTENT, capacityBytes), subject.read(disk));
    }
    assertNothingLeft();
  }

  @ParameterizedTest
  @ValueSource(strings = {"raw", "sparse", "streamOptimized"})
  void leavesNothingOfADamagedImage(String format) throws IOException {
    DiskFormatException damage =
        new DiskFormatException(CommonError.INTEGRITY, "the digest differs", "");
    try (DiskImage image = new DamagedAtEnd(subject.image(format, CONTENT), damage)) {
      assertFails(CommonError.INTEGRITY, () -> land(image, new TestTransfer(2)));
    }
    assertNothingLeft();
  }

  @ParameterizedTest
  @ValueSource(strings = {"raw", "sparse", "streamOptimized"})
  void leavesNothingWhenCancelled(String format) throws IOException {
    try (DiskImage image = subject.image(format, CONTENT)) {
      assertThrows(CancelledException.class, () -> land(image, new TestTransfer(2).cancelAfter(0)));
    }
    assertNothingLeft();
  }

  private Landing.Accepted land(DiskImage image, Transfer transfer) throws IOException {
    Landing.Accepted landing =
        assertInstanceOf(Landing.Accepted.class, type().judge(image.facts(), true));
    type().land(image, landing, new BaseDisk(disk, AdapterType.LSILOGIC), ports(), transfer);
    return landing;
  }

  private void assertNothingLeft() throws IOException {
    ports().disks().delete(disk);
    assertEquals(List.of(), names(disk.parent().orElseThrow()));
  }
}
