package org.stowage.testkit.datastore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.api.CancelledException;
import org.stowage.api.CommonError;
import org.stowage.api.datastore.DatastoreFiles.Entry;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.testkit.TestTransfer;

/** What every {@link org.stowage.api.datastore.DatastoreFiles} keeps. */
abstract class DatastoreFilesContract extends PortsContract {

  private static final byte[] HELLO = {1, 2, 3, 4, 5};

  @Test
  void findsTheRoot() throws IOException {
    assertEquals(Optional.of(new Entry("", true, 0)), ports().files().find(root()));
  }

  @Test
  void listsAnEmptyDatastoreAsEmpty() throws IOException {
    assertEquals(List.of(), ports().files().list(root()));
  }

  @Test
  void listsEntriesInOrderOfTheirNames() throws IOException {
    DatastorePath top = top("top");
    upload(top.resolve("b.txt"), HELLO);
    ports().files().makeDirectory(top.resolve("c"));
    upload(top.resolve("a.txt"), HELLO);
    upload(top.resolve("c/deeper.txt"), HELLO);

    assertEquals(
        List.of(
            new Entry("a.txt", false, 5), new Entry("b.txt", false, 5), new Entry("c", true, 0)),
        ports().files().list(top));
  }

  @Test
  void refusesToListWhatIsMissing() {
    assertFails(CommonError.NOT_FOUND, () -> ports().files().list(root().resolve("none")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "none/below", "top/none", "top/file.txt/below"})
  void findsNothingWhereNothingIs(String path) throws IOException {
    upload(top("top").resolve("file.txt"), HELLO);

    assertEquals(Optional.empty(), ports().files().find(root().resolve(path)));
  }

  @Test
  void makesFoldersWithTheirParents() throws IOException {
    DatastorePath deep = top("top").resolve("a/b/c");

    ports().files().makeDirectory(deep);

    assertEquals(Optional.of(new Entry("c", true, 0)), ports().files().find(deep));
  }

  @Test
  void leavesAFolderThatExists() throws IOException {
    DatastorePath top = top("top");
    upload(top.resolve("file.txt"), HELLO);

    ports().files().makeDirectory(top);

    assertEquals(List.of("file.txt"), names(top));
  }

  @Test
  void makesNoFolderInPlaceOfAFile() throws IOException {
    DatastorePath file = upload(top("top").resolve("file.txt"), HELLO);

    assertFails(CommonError.ALREADY_EXISTS, () -> ports().files().makeDirectory(file));
  }

  @Test
  void givesBackWhatWasUploaded() throws IOException {
    byte[] content = content(MIB + 17);
    DatastorePath file = upload(top("top").resolve("file.bin"), content);

    try (InputStream stream = ports().files().download(file)) {
      assertArrayEquals(content, stream.readAllBytes());
    }
  }

  @Test
  void uploadsNothingOverAFile() throws IOException {
    DatastorePath file = upload(top("top").resolve("file.txt"), HELLO);

    assertFails(CommonError.ALREADY_EXISTS, () -> upload(file, new byte[9]));
    assertEquals(5, ports().files().find(file).orElseThrow().sizeBytes());
  }

  @Test
  void uploadsNothingIntoAMissingFolder() throws IOException {
    DatastorePath file = top("top").resolve("none/file.txt");

    assertFails(CommonError.NOT_FOUND, () -> upload(file, HELLO));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 4, 6})
  void leavesNothingOfAnUploadOfAnotherLength(long announced) throws IOException {
    DatastorePath top = top("top");

    assertFails(
        CommonError.TRANSFER,
        () ->
            ports()
                .files()
                .upload(
                    top.resolve("file.txt"),
                    new ByteArrayInputStream(HELLO),
                    announced,
                    new TestTransfer(1)));
    assertEquals(List.of(), names(top));
  }

  @Test
  void leavesNothingOfACancelledUpload() throws IOException {
    DatastorePath top = top("top");

    assertThrows(
        CancelledException.class,
        () ->
            ports()
                .files()
                .upload(
                    top.resolve("file.txt"),
                    new ByteArrayInputStream(HELLO),
                    HELLO.length,
                    new TestTransfer(1).cancelAfter(0)));
    assertEquals(List.of(), names(top));
  }

  @Test
  void downloadsNothingThatIsMissing() throws IOException {
    DatastorePath top = top("top");

    assertFails(CommonError.NOT_FOUND, () -> ports().files().download(top.resolve("none")));
    assertFails(CommonError.NOT_ALLOWED, () -> ports().files().download(top));
  }

  @Test
  void movesAFile() throws IOException {
    DatastorePath top = top("top");
    DatastorePath file = upload(top.resolve("old.txt"), HELLO);

    ports().files().move(file, top.resolve("new.txt"));

    assertEquals(List.of("new.txt"), names(top));
  }

  @Test
  void movesAFolderWithAllItHolds() throws IOException {
    DatastorePath top = top("top");
    ports().files().makeDirectory(top.resolve("old/deep"));
    upload(top.resolve("old/deep/file.txt"), HELLO);

    ports().files().move(top.resolve("old"), top.resolve("new"));

    assertEquals(List.of("new/"), names(top));
    assertEquals(List.of("file.txt"), names(top.resolve("new/deep")));
  }

  @Test
  void movesNothingOntoWhatExists() throws IOException {
    DatastorePath top = top("top");
    ports().files().makeDirectory(top.resolve("empty"));
    ports().files().makeDirectory(top.resolve("folder"));
    DatastorePath file = upload(top.resolve("file.txt"), HELLO);
    DatastorePath other = upload(top.resolve("other.txt"), new byte[9]);

    assertFails(CommonError.ALREADY_EXISTS, () -> ports().files().move(file, other));
    assertFails(
        CommonError.ALREADY_EXISTS,
        () -> ports().files().move(top.resolve("folder"), top.resolve("empty")));
    assertEquals(List.of("empty/", "file.txt", "folder/", "other.txt"), names(top));
    assertEquals(9, ports().files().find(other).orElseThrow().sizeBytes());
  }

  @Test
  void movesNothingFromOrToWhatIsMissing() throws IOException {
    DatastorePath top = top("top");
    DatastorePath file = upload(top.resolve("file.txt"), HELLO);

    assertFails(
        CommonError.NOT_FOUND, () -> ports().files().move(top.resolve("none"), top.resolve("new")));
    assertFails(
        CommonError.NOT_FOUND, () -> ports().files().move(file, top.resolve("none/file.txt")));
    assertEquals(List.of("file.txt"), names(top));
  }

  @Test
  void movesNoFolderIntoItself() throws IOException {
    DatastorePath folder = top("top").resolve("folder");
    ports().files().makeDirectory(folder);

    assertFails(
        CommonError.NOT_ALLOWED, () -> ports().files().move(folder, folder.resolve("below")));
  }

  @Test
  void deletesFilesAndFullFolders() throws IOException {
    DatastorePath top = top("top");
    ports().files().makeDirectory(top.resolve("folder/deep"));
    upload(top.resolve("folder/deep/file.txt"), HELLO);
    upload(top.resolve("file.txt"), HELLO);

    ports().files().delete(top.resolve("folder"));
    ports().files().delete(top.resolve("file.txt"));

    assertEquals(List.of(), names(top));
  }

  @Test
  void countsWhatIsAbsentAsDeleted() throws IOException {
    ports().files().delete(top("top").resolve("none"));
    ports().files().delete(root().resolve("none/below"));
  }

  @Test
  void deletesNotTheWholeDatastore() {
    assertFails(CommonError.NOT_ALLOWED, () -> ports().files().delete(root()));
  }

  @Test
  void takesNoNamesOfHiddenDataFiles() throws IOException {
    DatastorePath top = top("top");
    DatastorePath data = top.resolve("disk-flat.vmdk");
    if (hidesDataFiles()) {
      DatastorePath file = upload(top.resolve("file.txt"), HELLO);
      assertFails(CommonError.NOT_ALLOWED, () -> upload(data, HELLO));
      assertFails(CommonError.NOT_ALLOWED, () -> ports().files().download(data));
      assertFails(CommonError.NOT_ALLOWED, () -> ports().files().find(data));
      assertFails(CommonError.NOT_ALLOWED, () -> ports().files().delete(data));
      assertFails(CommonError.NOT_ALLOWED, () -> ports().files().move(file, data));
      assertFails(CommonError.NOT_ALLOWED, () -> ports().files().move(data, file));
      assertEquals(List.of("file.txt"), names(top));
    } else {
      upload(data, HELLO);
      assertEquals(List.of("disk-flat.vmdk"), names(top));
    }
  }
}
