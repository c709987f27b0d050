package org.stowage.runtime.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.api.CancelledException;
import org.stowage.api.CommonError;
import org.stowage.api.ErrorCode;
import org.stowage.api.StorageException;
import org.stowage.api.disk.ImageSource;
import org.stowage.testkit.TestTransfer;

class FileImageSourceTest {

  @TempDir Path folder;
  private final LongAdder bytesRead = new LongAdder();
  private final TestTransfer transfer = new TestTransfer(1);
  private Path images;
  private Path elsewhere;
  private Path image;

  @BeforeEach
  void layOut() throws IOException {
    images = Files.createDirectories(folder.resolve("images"));
    elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
    image = Files.write(images.resolve("disk.vmdk"), new byte[] {1, 2, 3, 4});
    Files.write(images.resolve("disk-flat.vmdk"), new byte[] {5});
    Files.write(elsewhere.resolve("base.vmdk"), new byte[] {6});
  }

  @Test
  void readsTheFileAndCounts() throws IOException {
    ImageSource source = source();

    assertEquals("disk.vmdk", source.name());
    assertEquals(OptionalLong.of(4), source.lengthBytes());
    try (InputStream stream = source.open()) {
      assertArrayEquals(new byte[] {1, 2, 3, 4}, stream.readAllBytes());
    }
    try (SeekableByteChannel channel = source.openChannel().orElseThrow()) {
      ByteBuffer two = ByteBuffer.allocate(2);
      channel.position(2).read(two);
      assertArrayEquals(new byte[] {3, 4}, two.array());
    }
    assertEquals(6, bytesRead.sum());
  }

  @Test
  void countsWhatIsReadOfSiblings() throws IOException {
    try (InputStream stream = source().resolve("disk-flat.vmdk").open()) {
      assertArrayEquals(new byte[] {5}, stream.readAllBytes());
    }
    assertEquals(1, bytesRead.sum());
  }

  @Test
  void stopsReadingWhenCancelled() throws IOException {
    ImageSource source = source();
    transfer.cancelAfter(0);
    try (InputStream stream = source.open()) {
      assertThrows(CancelledException.class, stream::read);
    }
  }

  @Test
  void isIdenticalToItselfUnderAnyName() throws IOException {
    Path link = Files.createSymbolicLink(images.resolve("link.vmdk"), image);

    assertEquals(
        source().identity(), FileImageSource.of(link, List.of(), bytesRead, transfer).identity());
    assertEquals(source().identity(), source().resolve("disk.vmdk").identity());
    assertNotEquals(source().identity(), source().resolve("disk-flat.vmdk").identity());
  }

  @Test
  void findsSiblingsOfTheFileALinkLeadsTo() throws IOException {
    Path link = Files.createSymbolicLink(elsewhere.resolve("link.vmdk"), image);

    ImageSource source = FileImageSource.of(link, List.of(), bytesRead, transfer);

    assertEquals("disk-flat.vmdk", source.resolve("disk-flat.vmdk").name());
    assertRefused(CommonError.NOT_FOUND, source, "base.vmdk");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../elsewhere/base.vmdk",
        "./../elsewhere/base.vmdk",
        "../images/../elsewhere/base.vmdk"
      })
  void leadsElsewhereOnlyIntoTrustedFolders(String reference) throws IOException {
    assertRefused(CommonError.NOT_ALLOWED, source(), reference);
    assertEquals("base.vmdk", source(elsewhere).resolve(reference).name());
  }

  @Test
  void takesAbsolutePathsIntoTrustedFolders() throws IOException {
    String absolute = elsewhere.resolve("base.vmdk").toString();

    assertRefused(CommonError.NOT_ALLOWED, source(), absolute);
    assertEquals("base.vmdk", source(elsewhere).resolve(absolute).name());
  }

  @Test
  void followsNoLinkOutOfItsFolder() throws IOException {
    Files.createSymbolicLink(images.resolve("innocent.vmdk"), elsewhere.resolve("base.vmdk"));

    assertRefused(CommonError.NOT_ALLOWED, source(), "innocent.vmdk");
    assertEquals("base.vmdk", source(elsewhere).resolve("innocent.vmdk").name());
  }

  @Test
  void followsNoLinkedFolderOutOfATrustedOne() throws IOException {
    Path secret = Files.createDirectories(folder.resolve("secret"));
    Files.write(secret.resolve("key"), new byte[] {9});
    Files.createSymbolicLink(elsewhere.resolve("way"), secret);

    assertRefused(CommonError.NOT_ALLOWED, source(elsewhere), "../elsewhere/way/key");
  }

  @Test
  void trustsAFolderThroughALink() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), elsewhere);

    assertEquals("base.vmdk", source(link).resolve("../elsewhere/base.vmdk").name());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/dev/zero", "/etc", "..", ".", ""})
  void readsRegularFilesOnly(String reference) throws IOException {
    assertRefused(CommonError.NOT_ALLOWED, source(Path.of("/")), reference);
  }

  @ParameterizedTest
  @ValueSource(strings = {"none.vmdk", "[nfs-1] base/base.vmdk", "C:\\disks\\base.vmdk"})
  void saysWhatIsMissing(String reference) throws IOException {
    assertRefused(CommonError.NOT_FOUND, source(), reference);
  }

  @Test
  void refusesImpossibleNames() throws IOException {
    assertRefused(CommonError.NOT_ALLOWED, source(), "a\0b");
  }

  @Test
  void saysThatTheImageItselfIsMissingOrNoFile() {
    assertFails(CommonError.NOT_FOUND, folder.resolve("none"));
    assertFails(CommonError.NOT_ALLOWED, folder);
  }

  private void assertFails(ErrorCode code, Path file) {
    StorageException failure =
        assertThrows(
            StorageException.class, () -> FileImageSource.of(file, List.of(), bytesRead, transfer));
    assertEquals(code, failure.code());
  }

  private static void assertRefused(ErrorCode code, ImageSource source, String reference) {
    StorageException failure =
        assertThrows(StorageException.class, () -> source.resolve(reference));
    assertEquals(code, failure.code(), failure::getMessage);
  }

  private ImageSource source(Path... trusted) throws IOException {
    return FileImageSource.of(image, List.of(trusted), bytesRead, transfer);
  }
}
