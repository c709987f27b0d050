package org.stowage.plugin.vsan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
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

class VsanDatastoreTypeTest extends DatastoreTypeContract {

  private static final long MIB = 1 << 20;

  private final VsanDatastoreType type = new VsanDatastoreType();

  @Override
  protected DatastoreType type() {
    return type;
  }

  @Override
  protected Optional<ErrorCode> refusal(String format, long capacityBytes) {
    return format.equals("streamOptimized")
        ? Optional.empty()
        : Optional.of(VsanDatastoreType.STREAM_OPTIMIZED_ONLY);
  }

  @Test
  void hidesDataFilesAndKeepsFoldersAsNamespaces() {
    assertEquals(DataFiles.HIDDEN, type.traits().dataFiles());
    assertEquals(TopLevelFolders.NAMESPACES, type.traits().topLevel());
  }

  @Test
  void takesStreamOptimizedAsItIs() {
    ImageFake image = ImageFake.of("streamOptimized", MIB, new byte[0]);

    assertEquals(new Landing.Accepted(MIB, null), type.judge(image.facts(), false));
  }

  @Test
  void refusesOtherFormatsUnlessTheyMayBeConverted() {
    Landing landing = type.judge(ImageFake.of("raw", MIB, new byte[0]).facts(), false);

    Landing.Refused refused = assertInstanceOf(Landing.Refused.class, landing);
    assertEquals(VsanDatastoreType.STREAM_OPTIMIZED_ONLY, refused.code());
    assertEquals(
        "vSAN datastores take streamOptimized disks only; disk.raw is raw", refused.rule());
    assertEquals(
        "Convert it: stowage image convert SRC DST.vmdk --format streamOptimized",
        refused.remedy());
  }

  @Test
  void saysWhatItConverts() {
    Landing landing = type.judge(ImageFake.of("raw", MIB, new byte[0]).facts(), true);

    assertEquals(new Landing.Accepted(MIB, "raw is converted to streamOptimized"), landing);
  }

  @Test
  void sendsStoredBytesUntouched() throws IOException {
    assertEquals(
        List.of("importStream"), callsToLand(ImageFake.of("streamOptimized", MIB, new byte[512])));
  }

  @Test
  void convertsOnTheWay() throws IOException {
    assertEquals(
        List.of("convert", "importStream"),
        callsToLand(ImageFake.of("sparse", MIB, new byte[512])));
  }

  @Test
  void encodesAnewWhatItsContainerCompressed() throws IOException {
    assertEquals(
        List.of("convert", "importStream"),
        callsToLand(ImageFake.withoutStoredForm("streamOptimized", MIB, new byte[512])));
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
