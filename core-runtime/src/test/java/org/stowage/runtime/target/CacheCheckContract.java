package org.stowage.runtime.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.datastore.DatastorePorts;
import org.stowage.api.disk.AdapterType;
import org.stowage.runtime.cache.CacheCheck;
import org.stowage.runtime.cache.CheckedImage;
import org.stowage.runtime.cache.CheckedImage.Outcome;
import org.stowage.testkit.TestTransfer;

/** How cached images are checked on every {@link Target}. */
abstract class CacheCheckContract {

  private static final int MIB = 1 << 20;
  private static final String OTHERS = "sha256-blocks " + "0".repeat(64) + "\n";

  abstract TargetUnderTest subject();

  private DatastorePath folder;

  @BeforeEach
  void makeWhatSomebodyElseCached() throws IOException {
    DatastorePath top = DatastorePath.root(subject().first()).resolve("_vmware_base");
    TopLevelFolder.make(ports(), top);
    folder = top.resolve("img");
    ports().files().makeDirectory(folder);
    ports().disks().create(folder.resolve("img.vmdk"), 2 * MIB, AdapterType.LSILOGIC);
  }

  @Test
  void recordsOnceWhatNobodyHasRecorded() throws IOException {
    assertEquals(Outcome.UNRECORDED, verify().outcome());

    assertEquals(Outcome.ADOPTED, adopt().outcome());
    assertEquals(Outcome.KNOWN, adopt().outcome());
    CheckedImage verified = verify();
    assertEquals(Outcome.INTACT, verified.outcome());
    assertEquals(adopt().digest(), verified.digest());
  }

  @Test
  void leavesNothingOfTheReading() throws IOException {
    adopt();

    assertEquals(List.of(), subject().target().instances().list());
    assertEquals(List.of(), Staging.abandoned(subject().target(), subject().first()));
  }

  @Test
  void findsWhatIsNotAsItWasRecorded() throws IOException {
    subject().target().write(folder.resolve("content"), OTHERS);

    CheckedImage differs = verify();

    assertEquals(Outcome.DIFFERS, differs.outcome());
    assertEquals(CommonError.INTEGRITY, failure(differs).code());
  }

  @Test
  void holdsSizedBasesToTheSameRecord() throws IOException {
    DatastorePath sized = folder.resolve("img.1.vmdk");
    ports().disks().copy(folder.resolve("img.vmdk"), sized, new TestTransfer(1));
    ports().disks().extend(sized, 1 << 30);
    adopt();

    assertEquals(Outcome.INTACT, verify().outcome());
  }

  @Test
  void saysWhatIsWrongWithAnEntry() throws IOException {
    DatastorePath broken = folder.sibling("broken");
    ports().files().makeDirectory(broken);
    byte[] text = "no disk\n".getBytes(StandardCharsets.US_ASCII);
    ports()
        .files()
        .upload(
            broken.resolve("readme"),
            new ByteArrayInputStream(text),
            text.length,
            new TestTransfer(1));

    CheckedImage found = adopt("broken").get(0);

    assertEquals(Outcome.FAILED, found.outcome());
    assertEquals(CommonError.NOT_FOUND, failure(found).code());
    assertEquals(List.of(Outcome.FAILED, Outcome.ADOPTED), outcomes(adopt("broken", "img")));
  }

  @Test
  void saysWhatIsNoRecord() throws IOException {
    subject().target().write(folder.resolve("content"), "anything\n");

    assertEquals(CommonError.INTEGRITY, failure(verify()).code());
  }

  @Test
  void saysThatThereIsNothingOfAnImage() {
    StorageException missing = assertThrows(StorageException.class, () -> adopt("img", "other"));

    assertEquals(CommonError.NOT_FOUND, missing.code());
  }

  private static List<Outcome> outcomes(List<CheckedImage> checked) {
    return checked.stream().map(CheckedImage::outcome).toList();
  }

  private static StorageException failure(CheckedImage checked) {
    StorageException failure = checked.failure();
    if (failure == null) {
      throw new AssertionError(checked + " is no failure");
    }
    return failure;
  }

  private CheckedImage adopt() throws IOException {
    return adopt("img").get(0);
  }

  private List<CheckedImage> adopt(String... imageIds) throws IOException {
    return new CacheCheck(subject().target(), List.of(imageIds))
        .adopt(List.of(subject().first(), subject().second()), new TestTransfer(1));
  }

  private CheckedImage verify() throws IOException {
    List<CheckedImage> verified =
        new CacheCheck(subject().target(), List.of())
            .verify(List.of(subject().first(), subject().second()), new TestTransfer(1));
    assertEquals(1, verified.size());
    return verified.get(0);
  }

  private DatastorePorts ports() throws IOException {
    return subject().target().ports(subject().first());
  }
}
