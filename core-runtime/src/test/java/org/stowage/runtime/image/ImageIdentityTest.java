package org.stowage.runtime.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.api.StorageException;
import org.stowage.api.disk.DiskFacts;

class ImageIdentityTest {

  @TempDir Path folder;

  @Test
  void staysTheSameWhileTheFileDoes() throws IOException {
    Path image = Files.writeString(folder.resolve("Ubuntu 24.04 (amd64).ova"), "content");

    String id = ImageIdentity.of(image);

    assertTrue(id.matches("ubuntu-24\\.04-amd64--[0-9a-f]{16}"), id);
    assertEquals(id, ImageIdentity.of(image));
    assertEquals(id, ImageIdentity.given(id));
  }

  @Test
  void survivesRenamingButForTheName() throws IOException {
    Path image = Files.writeString(folder.resolve("a.raw"), "content");
    String fingerprint = ImageIdentity.of(image).substring(2);

    Path renamed = Files.move(image, folder.resolve("b.raw"));

    assertEquals("b-" + fingerprint, ImageIdentity.of(renamed));
  }

  @Test
  void changesWithTheContentAlsoWhenTheTimeDoesNot() throws IOException {
    Path image = Files.writeString(folder.resolve("a.raw"), "content");
    FileTime time = Files.getLastModifiedTime(image);
    String before = ImageIdentity.of(image);

    Files.writeString(image, "CONTENT");
    Files.setLastModifiedTime(image, time);

    assertNotEquals(before, ImageIdentity.of(image));
  }

  @Test
  void changesWithTheTime() throws IOException {
    Path image = Files.writeString(folder.resolve("a.raw"), "content");
    String before = ImageIdentity.of(image);

    Files.setLastModifiedTime(image, FileTime.fromMillis(1));

    assertNotEquals(before, ImageIdentity.of(image));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "..", ".hidden", "a/b", "a b", "-x"})
  void refusesIdentitiesThatCannotNameAFolder(String given) {
    assertThrows(StorageException.class, () -> ImageIdentity.given(given));
  }

  @Test
  void isTheDigestOfTheDiskThatAContainerPromises() {
    assertEquals(
        Optional.of("sha256-" + "ab".repeat(20)),
        ImageIdentity.promised(facts("ova", "sha256:" + "ab".repeat(32)), Optional.empty()));
  }

  @Test
  void isTheDigestOfAFileThatIsTheDiskItself() {
    Optional<Digest> ofFile = Optional.of(new Digest("sha512", "cd".repeat(64)));

    assertEquals(
        Optional.of("sha512-" + "cd".repeat(20)),
        ImageIdentity.promised(facts(null, null), ofFile));
    assertEquals(Optional.empty(), ImageIdentity.promised(facts("ova", null), ofFile));
  }

  @ParameterizedTest
  @ValueSource(strings = {"md5", "sha1"})
  void isNoDigestThatCanBeForged(String algorithm) {
    assertEquals(
        Optional.empty(),
        ImageIdentity.promised(facts("ova", algorithm + ":" + "ab".repeat(20)), Optional.empty()));
  }

  private static DiskFacts facts(@Nullable String container, @Nullable String contentDigest) {
    return new DiskFacts(
        container, "streamOptimized", "d.vmdk", null, 512, null, -1, contentDigest, List.of());
  }
}
