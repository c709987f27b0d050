package org.stowage.runtime.ephemeral;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;

/** What disks hold that are made without an image. */
public enum BlankContent {
  /** A swap area. */
  SWAP("mkswap", "--force"),
  /** An empty file system of type ext4. */
  EXT4("mkfs.ext4", "-q", "-F", "-L", "ephemeral0");

  private static final List<String> SYSTEM_FOLDERS = List.of("/usr/sbin", "/sbin");
  private static final int MOST_SECONDS = 600;

  private final String program;
  private final List<String> arguments;

  BlankContent(String program, String... arguments) {
    this.program = program;
    this.arguments = List.of(arguments);
  }

  /** Puts it onto a device. */
  void putOnto(String device) throws IOException {
    List<String> command = new ArrayList<>(List.of(find().toString()));
    command.addAll(arguments);
    command.add(device);
    Path output = Files.createTempFile("stowage-" + program, ".output");
    Process process = null;
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
        throw failed(device, "it takes more than " + MOST_SECONDS + " s");
      }
      if (process.exitValue() != 0) {
        throw failed(
            device, "status " + process.exitValue() + ", " + Files.readString(output).strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageException(
          CommonError.INTERRUPTED, "interrupted while " + program + " ran", "", e);
    } finally {
      if (process != null) {
        process.destroyForcibly();
      }
      Files.deleteIfExists(output);
    }
  }

  private Path find() throws StorageException {
    List<String> folders = new ArrayList<>();
    for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
      if (!folder.isEmpty()) {
        folders.add(folder);
      }
    }
    // Not every user has these on the PATH.
    folders.addAll(SYSTEM_FOLDERS);
    for (String folder : folders) {
      Path candidate = Path.of(folder, program);
      if (Files.isExecutable(candidate)) {
        return candidate;
      }
    }
    throw new StorageException(
        CommonError.CONFIGURATION,
        "there is no program " + program + " in " + String.join(", ", folders),
        "Install it.");
  }

  private StorageException failed(String device, String how) {
    return new StorageException(
        CommonError.IO,
        "running " + program + " on " + device + ": " + how,
        "See whether the device can be written to.");
  }
}
