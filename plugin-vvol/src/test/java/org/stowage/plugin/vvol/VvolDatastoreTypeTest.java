package org.stowage.plugin.vvol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.api.ErrorCode;
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

class VvolDatastoreTypeTest extends DatastoreTypeContract {

  private static final long MIB = 1 << 20;

  private final VvolDatastoreType type = new VvolDatastoreType();

  @Override
  protected DatastoreType type() {
    return type;
  }

  @Override
  protected Optional<ErrorCode> refusal(String format, long capacityBytes) {
    return capacityBytes % MIB == 0
        ? Optional.empty()
        : Optional.of(VvolDatastoreType.WHOLE_MEBIBYTES);
  }

  @Test
  void hidesDataFilesAndKeepsFoldersAsNamespaces() {
    assertEquals(DataFiles.HIDDEN, type.traits().dataFiles());
    assertEquals(TopLevelFolders.NAMESPACES, type.traits().topLevel());
  }

  @ParameterizedTest
  @ValueSource(strings = {"raw", "flat", "sparse", "streamOptimized"})
  void takesWholeMebibytesOfAnyFormat(String format) {
    ImageFake image = ImageFake.of(format, 3 * MIB, new byte[0]);

    assertEquals(new Landing.Accepted(3 * MIB, null), type.judge(image.facts(), false));
  }

  @ParameterizedTest
  @ValueSource(longs = {512, 3 * MIB - 512, 3 * MIB + 512})
  void refusesPartsOfAMebibyte(long capacityBytes) {
    ImageFake image = ImageFake.of("streamOptimized", capacityBytes, new byte[0]);

    Landing.Refused refused =
        assertInstanceOf(Landing.Refused.class, type.judge(image.facts(), false));
    assertEquals(VvolDatastoreType.WHOLE_MEBIBYTES, refused.code());
    assertEquals(
        "VVol datastores take disks of a whole multiple of 1 MiB (1048576 bytes) only;"
            + " disk.streamOptimized has "
            + capacityBytes
            + " bytes",
        refused.rule());
    assertEquals(
        "Pad it: stowage image convert SRC DST.vmdk --format streamOptimized --align 1MiB",
        refused.remedy());
  }

  @Test
  void padsToTheNextMebibyte() {
    ImageFake image = ImageFake.of("raw", 3 * MIB + 512, new byte[0]);

    assertEquals(
        new Landing.Accepted(4 * MIB, "its capacity of 3146240 bytes is padded to 4 MiB"),
        type.judge(image.facts(), true));
  }

  @Test
  void sendsStoredBytesOfFittingStreamsUntouched() throws IOException {
    assertEquals(
        List.of("importStream"), callsToLand(ImageFake.of("streamOptimized", MIB, new byte[512])));
  }

  @Test
  void encodesOtherFormatsForTheTransport() throws IOException {
    assertEquals(
        List.of("convert", "importStream"), callsToLand(ImageFake.of("raw", MIB, new byte[512])));
  }

  @Test
  void encodesAnewWhatIsPadded() throws IOException {
    assertEquals(
        List.of("convert", "importStream"),
        callsToLand(ImageFake.of("streamOptimized", MIB + 512, new byte[512])));
  }

  private List<String> callsToLand(ImageFake image) throws IOException {
    try (PortsFake ports = new PortsFake(type.traits());
        image) {
      BaseDisk disk = new BaseDisk(ports.folder("top").resolve("a.vmdk"), AdapterType.LSILOGIC);
      Landing.Accepted landing = (Landing.Accepted) type.judge(image.facts(), true);
      type.land(image, landing, disk, ports, new TestTransfer(1));
      return ports.calls();
    }
  }
}
