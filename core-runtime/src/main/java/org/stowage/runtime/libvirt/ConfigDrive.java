package org.stowage.runtime.libvirt;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.runtime.program.HostProgram;

/** The config drive of an instance: an ISO 9660 image, made of a folder, or given as one. */
final class ConfigDrive {

  /** Those that take the same options; Nova asks for the first. */
  private static final List<String> MAKERS = List.of("genisoimage", "mkisofs", "xorrisofs");

  /** What cloud-init looks for. */
  private static final String LABEL = "config-2";

  /** ISO 9660 (ECMA-119) 8.1: volume descriptors start at sector 16, each with this. */
  private static final int IDENTIFIER_AT = 16 * 2048 + 1;

  private static final byte[] IDENTIFIER = "CD001".getBytes(StandardCharsets.US_ASCII);
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private ConfigDrive() {}

  /**
   * @param source a folder, or an ISO 9660 image
   * @param drive replaced if it exists
   */
  static void keep(Path source, Path drive) throws IOException {
    if (Files.isDirectory(source)) {
      make(source, drive);
      return;
    }
    check(source);
    Files.copy(source, drive, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void make(Path folder, Path drive) throws IOException {
    HostProgram maker =
        HostProgram.findAny(MAKERS)
            .orElseThrow(
                () ->
                    new StorageException(
                        CommonError.CONFIGURATION,
                        "making a config drive of " + folder + ": there is none of " + MAKERS,
                        "Install one of them, or give the drive as an ISO 9660 image."));
    HostProgram.Ended ended =
        maker.run(
            LONGEST,
            List.of(
                "-quiet",
                "-J",
                "-r",
                "-V",
                LABEL,
                "-o",
                drive.toAbsolutePath().toString(),
                folder.toAbsolutePath().toString()));
    if (ended.status() != 0) {
      throw new StorageException(
          CommonError.IO,
          "making a config drive of " + folder + ": " + maker.file() + ", " + ended.words(),
          "See whether the folder can be read.");
    }
  }

  private static void check(Path source) throws IOException {
    ByteBuffer found = ByteBuffer.allocate(IDENTIFIER.length);
    try (SeekableByteChannel channel = Files.newByteChannel(source)) {
      channel.position(IDENTIFIER_AT);
      while (found.hasRemaining() && channel.read(found) >= 0) {
        continue;
      }
    } catch (NoSuchFileException e) {
      throw new StorageException(
          CommonError.NOT_FOUND, "there is no config drive " + source, "Name an existing file.", e);
    }
    if (!Arrays.equals(IDENTIFIER, found.array())) {
      throw new StorageException(
          CommonError.USAGE,
          "the config drive " + source + " is neither a folder nor an ISO 9660 image",
          "Give the folder with the files that are to be in it.");
    }
  }
}
