package org.stowage.runtime.local;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.stowage.testkit.RealPeers;

/** A file system in memory that is soon full. To mount it takes a privileged user. */
record SmallFileSystem(Path folder) {

  /** Mounts one; the test is aborted, or fails where peers are required, if that is forbidden. */
  static SmallFileSystem mount(Path folder, String size) throws IOException, InterruptedException {
    String mount = RealPeers.require("mount").toString();
    int status = run(mount, "-t", "tmpfs", "-o", "size=" + size, "tmpfs", folder.toString());
    if (status != 0) {
      String message = "this test needs to mount a file system, which is forbidden here";
      if (Boolean.parseBoolean(System.getenv(RealPeers.REQUIRED))) {
        throw new AssertionError(message);
      }
      abort(message);
    }
    return new SmallFileSystem(folder);
  }

  /** Takes all the room that is left. */
  void fill() throws IOException {
    byte[] chunk = new byte[4096];
    try (OutputStream out = Files.newOutputStream(folder.resolve("filler"))) {
      while (true) {
        out.write(chunk);
      }
    } catch (IOException e) {
      if (folder.toFile().getUsableSpace() > 0) {
        throw e;
      }
    }
  }

  void unmount() throws IOException, InterruptedException {
    int status = run(RealPeers.require("umount").toString(), folder.toString());
    if (status != 0) {
      throw new IOException("cannot unmount " + folder + ": status " + status);
    }
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }
}
