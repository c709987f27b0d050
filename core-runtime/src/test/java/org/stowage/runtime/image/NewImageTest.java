package org.stowage.runtime.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.disk.AdapterType;
import org.stowage.api.disk.DiskSpec;
import org.stowage.api.disk.WritableFormat.WriteOptions;
import org.stowage.testkit.FormatFake;
import org.stowage.testkit.TestTransfer;
import org.stowage.testkit.datastore.ImageFake;

class NewImageTest {

  private static final byte[] CONTENT = new byte[64 * 1024];
  private static final FormatFake TAPE = FormatFake.marked("tape");

  static {
    new Random(9).nextBytes(CONTENT);
  }

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("disk.img");
  }

  private static NewImage converted(ImageFake image) {
    return NewImage.converted(
        image,
        TAPE::create,
        new DiskSpec(2L * CONTENT.length, AdapterType.IDE),
        new WriteOptions(6, 1),
        new TestTransfer(1));
  }

  @Test
  void isTheContentInAnotherFormat() throws IOException {
    converted(ImageFake.withoutStoredForm("raw", CONTENT.length, CONTENT)).writeTo(file());

    assertArrayEquals(
        TAPE.image(Arrays.copyOf(CONTENT, 2 * CONTENT.length)), Files.readAllBytes(file()));
  }

  @Test
  void countsWhatIsPopulated() throws IOException {
    NewImage image = converted(ImageFake.withoutStoredForm("raw", 2L * CONTENT.length, CONTENT));

    OptionalLong populated;
    try (FileImageTarget target = new FileImageTarget(file())) {
      populated = image.writeTo(target);
    }

    assertEquals(OptionalLong.of(CONTENT.length), populated);
  }

  @Test
  void isTheStoredBytesWhereTheyWillDo() throws IOException {
    ImageFake image = ImageFake.of("tape", CONTENT.length, CONTENT);

    NewImage.stored(image.stored().orElseThrow(), OptionalLong.empty(), new TestTransfer(1))
        .writeTo(file());

    assertArrayEquals(CONTENT, Files.readAllBytes(file()));
  }

  @Test
  void leavesNothingWhenItsSourceTurnsOutToBeDamaged() {
    IOException damage = new IOException("damaged");
    ImageFake image = ImageFake.of("raw", CONTENT.length, CONTENT).damaged(damage);
    ImageFake other = ImageFake.of("tape", CONTENT.length, CONTENT).damaged(damage);
    NewImage stored =
        NewImage.stored(other.stored().orElseThrow(), OptionalLong.empty(), new TestTransfer(1));

    assertSame(damage, assertThrows(IOException.class, () -> converted(image).writeTo(file())));
    assertSame(damage, assertThrows(IOException.class, () -> stored.writeTo(file())));

    assertEquals(List.of(), files());
  }

  @Test
  void isNotEvenBegunWhereAFileStands() throws IOException {
    Files.writeString(file(), "precious");

    StorageException refusal =
        assertThrows(
            StorageException.class,
            () ->
                ((NewImage)
                        target -> {
                          throw new AssertionError("begun");
                        })
                    .writeTo(file()));

    assertEquals(CommonError.ALREADY_EXISTS, refusal.code());
    assertEquals("precious", Files.readString(file()));
  }

  @Test
  void saysWhichFileSystemIsFull() {
    NewImage image =
        target -> {
          try (OutputStream out = target.open()) {
            out.write("begun".getBytes(UTF_8));
          }
          throw new IOException("No space left on device");
        };

    StorageException failure = assertThrows(StorageException.class, () -> image.writeTo(file()));

    assertEquals(CommonError.IO, failure.code());
    assertTrue(failure.getMessage().contains(file().toString()), failure.getMessage());
    assertTrue(failure.remedy().startsWith("Free space"), failure.remedy());
    assertEquals(List.of(), files());
  }

  private List<String> files() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(found -> found.getFileName().toString()).toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
