package org.stowage.plugin.vmfsnfs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.api.datastore.BaseDisk;
import org.stowage.api.datastore.DatastoreTraits.DataFiles;
import org.stowage.api.datastore.DatastoreTraits.TopLevelFolders;
import org.stowage.api.datastore.DatastoreType;
import org.stowage.api.datastore.Landing;
import org.stowage.api.disk.AdapterType;
import org.stowage.testkit.TestTransfer;
import org.stowage.testkit.datastore.DatastoreTypeContract;
import org.stowage.testkit.datastore.ImageFake;
import org.stowage.testkit.datastore.PortsFake;

class NfsDatastoreTypeTest extends DatastoreTypeContract {

  private static final long MIB = 1 << 20;

  private final NfsDatastoreType type = new NfsDatastoreType();

  @Override
  protected DatastoreType type() {
    return type;
  }

  @Test
  void servesBothVersionsOfNfs() {
    assertEquals(Set.of("NFS", "NFS41"), type.traits().typeNames());
  }

  @Test
  void addressesDataFilesInPlainFolders() {
    assertEquals(DataFiles.ADDRESSABLE, type.traits().dataFiles());
    assertEquals(TopLevelFolders.PLAIN, type.traits().topLevel());
  }

  @ParameterizedTest
  @ValueSource(strings = {"raw", "flat", "sparse", "streamOptimized", "format-of-tomorrow"})
  void takesEveryFormatAsItIs(String format) {
    ImageFake image = ImageFake.of(format, MIB, new byte[0]);

    assertEquals(new Landing.Accepted(MIB, null), type.judge(image.facts(), false));
  }

  @ParameterizedTest
  @CsvSource({
    "raw, importFlat",
    "flat, importFlat",
    "format-of-tomorrow, importFlat",
    "sparse, importSparse",
    "streamOptimized, importStream"
  })
  void takesTheRouteOfTheFormat(String format, String route) throws IOException {
    assertEquals(List.of(route), callsToLand(ImageFake.of(format, MIB, new byte[512])));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sparse", "streamOptimized"})
  void laysOutFlatWhatIsNoSingleFile(String format) throws IOException {
    assertEquals(
        List.of("importFlat"),
        callsToLand(ImageFake.withoutStoredForm(format, MIB, new byte[512])));
  }

  @Test
  void fillsUpTheLastSector() throws IOException {
    ImageFake image = ImageFake.of("raw", MIB + 1, new byte[512]);

    assertEquals(new Landing.Accepted(MIB + 512, null), type.judge(image.facts(), false));
    assertEquals(List.of("importFlat"), callsToLand(image));
  }

  private List<String> callsToLand(ImageFake image) throws IOException {
    try (PortsFake ports = new PortsFake(type.traits());
        image) {
      BaseDisk disk = new BaseDisk(ports.folder("top").resolve("a.vmdk"), AdapterType.LSILOGIC);
      Landing.Accepted landing = (Landing.Accepted) type.judge(image.facts(), false);
      type.land(image, landing, disk, ports, new TestTransfer(1));
      return ports.calls();
    }
  }
}
