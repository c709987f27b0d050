package org.stowage.runtime.ephemeral;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.runtime.program.HostProgram;

/** What disks hold that are made without an image. */
public enum BlankContent {
  /** A swap area. */
  SWAP("mkswap", "--force"),
  /** An empty file system of type ext4. */
  EXT4("mkfs.ext4", "-q", "-F", "-L", "ephemeral0");

  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final String program;
  private final List<String> arguments;

  BlankContent(String program, String... arguments) {
    this.program = program;
    this.arguments = List.of(arguments);
  }

  /** Puts it onto a device. */
  public void putOnto(String device) throws IOException {
    List<String> all = new ArrayList<>(arguments);
    all.add(device);
    HostProgram.Ended ended = HostProgram.find(program).run(LONGEST, all);
    if (ended.status() != 0) {
      throw new StorageException(
          CommonError.IO,
          "running " + program + " on " + device + ": " + ended.words(),
          "See whether the device can be written to.");
    }
  }
}
