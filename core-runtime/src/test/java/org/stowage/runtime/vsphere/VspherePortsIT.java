package org.stowage.runtime.vsphere;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.datastore.DatastorePorts;
import org.stowage.api.disk.DiskImage;
import org.stowage.runtime.local.TestImages;
import org.stowage.testkit.datastore.DatastorePortsContract;
import org.stowage.testkit.datastore.PortsUnderTest;

/** The contract of the ports, on a vCenter's datastores of every combination of traits. */
class VspherePortsIT {

  @TempDir Path folder;

  private LabTargets targets;

  @BeforeEach
  void start() throws IOException {
    targets = new LabTargets(folder);
  }

  @AfterEach
  void end() throws IOException {
    if (targets != null) { // a machine without the lab skips this
      targets.close();
    }
  }

  @Nested
  class OfVmfs extends DatastorePortsContract {
    @Override
    protected PortsUnderTest open() throws IOException {
      return new Lab("vmfs-1");
    }
  }

  @Nested
  class OfVsan extends DatastorePortsContract {
    @Override
    protected PortsUnderTest open() throws IOException {
      return new Lab("vsan-1");
    }
  }

  @Nested
  class OfVirtualVolumes extends DatastorePortsContract {
    @Override
    protected PortsUnderTest open() throws IOException {
      return new Lab("vvol-1");
    }
  }

  private final class Lab implements PortsUnderTest {

    private final DatastorePorts ports;

    Lab(String datastore) throws IOException {
      this.ports = targets.open().ports(datastore);
    }

    @Override
    public DatastorePorts ports() {
      return ports;
    }

    @Override
    public DiskImage image(String format, byte[] content) throws IOException {
      return TestImages.make(folder, format, content);
    }

    @Override
    public byte[] read(DatastorePath disk) throws IOException {
      return targets.read(disk);
    }
  }
}
