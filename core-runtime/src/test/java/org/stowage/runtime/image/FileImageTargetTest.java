package org.stowage.runtime.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;

class FileImageTargetTest {

  @TempDir Path folder;

  @Test
  void filesAppearWhenTheyAreCommitted() throws IOException {
    try (FileImageTarget target = new FileImageTarget(folder.resolve("disk.vmdk"))) {
      write(target.open(), "descriptor");
      write(target.sibling("disk-flat.vmdk").open(), "data");
      assertEquals(List.of(".disk-flat.vmdk.part", ".disk.vmdk.part"), files());

      target.commit();
    }

    assertEquals(List.of("disk-flat.vmdk", "disk.vmdk"), files());
    assertEquals("descriptor", Files.readString(folder.resolve("disk.vmdk")));
  }

  @Test
  void nothingIsLeftWithoutACommit() throws IOException {
    try (FileImageTarget target = new FileImageTarget(folder.resolve("disk.vmdk"))) {
      write(target.open(), "descriptor");
      write(target.sibling("disk-flat.vmdk").open(), "data");
    }

    assertEquals(List.of(), files());
  }

  @Test
  void refusesToReplaceAFile() throws IOException {
    Path existing = Files.writeString(folder.resolve("disk.vmdk"), "precious");

    StorageException refused =
        assertThrows(StorageException.class, () -> new FileImageTarget(existing));

    assertEquals(CommonError.ALREADY_EXISTS, refused.code());
    assertEquals("precious", Files.readString(existing));
  }

  @Test
  void refusesAMissingFolder() {
    StorageException refused =
        assertThrows(
            StorageException.class, () -> new FileImageTarget(folder.resolve("no/disk.vmdk")));

    assertEquals(CommonError.NOT_FOUND, refused.code());
  }

  @Test
  void overwritesWhatACrashLeft() throws IOException {
    Files.writeString(folder.resolve(".disk.vmdk.part"), "much longer than what follows");

    try (FileImageTarget target = new FileImageTarget(folder.resolve("disk.vmdk"))) {
      write(target.open(), "short");
      target.commit();
    }

    assertEquals("short", Files.readString(folder.resolve("disk.vmdk")));
    assertEquals(List.of("disk.vmdk"), files());
  }

  private static void write(OutputStream out, String text) throws IOException {
    try (out) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
