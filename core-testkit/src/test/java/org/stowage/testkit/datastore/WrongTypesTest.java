package org.stowage.testkit.datastore;

import static org.stowage.testkit.SuiteRun.assertFails;

import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.stowage.api.Transfer;
import org.stowage.api.datastore.BaseDisk;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.datastore.DatastorePorts;
import org.stowage.api.datastore.DatastoreTraits;
import org.stowage.api.datastore.DatastoreTraits.DataFiles;
import org.stowage.api.datastore.DatastoreTraits.TopLevelFolders;
import org.stowage.api.datastore.DatastoreType;
import org.stowage.api.datastore.Landing;
import org.stowage.api.disk.DiskFacts;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.DiskSpec;

/** Datastore types with one mistake each: the suite fails them where the mistake is. */
class WrongTypesTest {

  /** Lands every image by its data file. */
  private static class Plain implements DatastoreType {

    @Override
    public String id() {
      return "plain";
    }

    @Override
    public DatastoreTraits traits() {
      return new DatastoreTraits(
          Set.of("Plain"), DataFiles.ADDRESSABLE, TopLevelFolders.PLAIN, 512);
    }

    @Override
    public Landing judge(DiskFacts image, boolean convert) {
      return new Landing.Accepted(traits().roundedUp(image.capacityBytes()), null);
    }

    @Override
    public void land(
        DiskImage image,
        Landing.Accepted landing,
        BaseDisk disk,
        DatastorePorts ports,
        Transfer transfer)
        throws IOException {
      ports.imports().importFlat(image, landing.capacityBytes(), disk, transfer);
    }
  }

  /** The type that the others are made of. */
  @Nested
  class Right extends DatastoreTypeContract {
    @Override
    protected DatastoreType type() {
      return new Plain();
    }
  }

  /** The same, on a target. */
  @Nested
  class RightOnATarget extends OnFake {
    @Override
    protected DatastoreType type() {
      return new Plain();
    }
  }

  abstract static class OnFake extends LandingContract {
    @Override
    protected PortsUnderTest open() {
      return new PortsFakeTest.Fake(new PortsFake(type().traits()));
    }
  }

  static final class AcceptsWhatItCannotLand extends DatastoreTypeContract {
    @Override
    protected DatastoreType type() {
      return new Plain() {
        @Override
        public DatastoreTraits traits() {
          return new DatastoreTraits(
              Set.of("Plain"), DataFiles.ADDRESSABLE, TopLevelFolders.PLAIN, 1 << 20);
        }

        @Override
        public Landing judge(DiskFacts image, boolean convert) {
          return new Landing.Accepted(image.capacityBytes(), null);
        }
      };
    }
  }

  private static final class Staging extends Plain {
    @Override
    public void land(
        DiskImage image,
        Landing.Accepted landing,
        BaseDisk disk,
        DatastorePorts ports,
        Transfer transfer)
        throws IOException {
      DatastorePath staging = disk.path().sibling("staging.tmp");
      ports.files().makeDirectory(staging);
      BaseDisk staged = new BaseDisk(staging.resolve("disk.vmdk"), disk.adapterType());
      super.land(image, landing, staged, ports, transfer);
      ports.disks().move(staged.path(), disk.path());
      ports.files().delete(staging);
    }
  }

  static final class LeavesItsStaging extends DatastoreTypeContract {
    @Override
    protected DatastoreType type() {
      return new Staging();
    }
  }

  static final class LeavesItsStagingOnATarget extends OnFake {
    @Override
    protected DatastoreType type() {
      return new Staging();
    }
  }

  static final class AddressesHiddenDataFiles extends DatastoreTypeContract {
    @Override
    protected DatastoreType type() {
      return new Plain() {
        @Override
        public DatastoreTraits traits() {
          return new DatastoreTraits(
              Set.of("Objects"), DataFiles.HIDDEN, TopLevelFolders.NAMESPACES, 512);
        }
      };
    }
  }

  static final class LeavesTheConversionOpen extends DatastoreTypeContract {
    @Override
    protected DatastoreType type() {
      return new Plain() {
        @Override
        public void land(
            DiskImage image,
            Landing.Accepted landing,
            BaseDisk disk,
            DatastorePorts ports,
            Transfer transfer)
            throws IOException {
          DiskSpec spec = new DiskSpec(landing.capacityBytes(), disk.adapterType());
          DiskImage converted = ports.formats().convert(image, "streamOptimized", spec);
          ports.imports().importStream(converted, disk, transfer);
        }
      };
    }
  }

  @Test
  void oneThatAcceptsWhatItCannotLand() {
    assertFails(
        AcceptsWhatItCannotLand.class,
        "judgesWithoutReading",
        "landsWhatItAccepts",
        "leavesNothingOfADamagedImage",
        "leavesNothingOnAFullDatastore",
        "stopsWhenCancelled");
  }

  @Test
  void oneThatLeavesItsStaging() {
    assertFails(
        LeavesItsStaging.class,
        "leavesNothingOfADamagedImage",
        "leavesNothingOnAFullDatastore",
        "stopsWhenCancelled");
  }

  @Test
  void oneThatLeavesItsStagingOnATarget() {
    assertFails(
        LeavesItsStagingOnATarget.class,
        "leavesNothingOfADamagedImage",
        "leavesNothingWhenCancelled");
  }

  @Test
  void oneThatAddressesHiddenDataFiles() {
    assertFails(
        AddressesHiddenDataFiles.class,
        "landsWhatItAccepts",
        "leavesNothingOfADamagedImage",
        "leavesNothingOnAFullDatastore",
        "stopsWhenCancelled");
  }

  @Test
  void oneThatLeavesTheConversionOpen() {
    assertFails(
        LeavesTheConversionOpen.class,
        "landsWhatItAccepts",
        "leavesNothingOfADamagedImage",
        "leavesNothingOnAFullDatastore",
        "stopsWhenCancelled");
  }
}
