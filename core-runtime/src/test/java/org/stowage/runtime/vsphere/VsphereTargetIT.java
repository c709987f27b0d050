package org.stowage.runtime.vsphere;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.runtime.target.Target;
import org.stowage.runtime.target.TargetContract;
import org.stowage.runtime.target.TargetUnderTest;

/** The contract of targets, on a vCenter. */
class VsphereTargetIT {

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
  class WithDataFiles extends TargetContract {
    @Override
    protected TargetUnderTest open() {
      return new Lab("nfs-1", "vmfs-1");
    }
  }

  @Nested
  class OfObjects extends TargetContract {
    @Override
    protected TargetUnderTest open() {
      return new Lab("vsan-1", "vvol-1");
    }
  }

  private final class Lab implements TargetUnderTest {

    private final String first;
    private final String second;
    private final Target target = targets.open();

    Lab(String first, String second) {
      this.first = first;
      this.second = second;
    }

    @Override
    public Target target() {
      return target;
    }

    @Override
    public Target again() {
      return targets.open();
    }

    @Override
    public String first() {
      return first;
    }

    @Override
    public String second() {
      return second;
    }

    @Override
    public boolean growsLinkedClones() {
      return false;
    }

    @Override
    public void occupy(String name) throws IOException {
      targets.makeForeignMachine(name, first);
    }

    @Override
    public byte[] read(DatastorePath disk) throws IOException {
      return targets.read(disk);
    }
  }
}
