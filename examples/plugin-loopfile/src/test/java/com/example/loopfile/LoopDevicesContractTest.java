package com.example.loopfile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.api.ephemeral.EphemeralBackend;
import org.stowage.testkit.RealPeers;
import org.stowage.testkit.ephemeral.EphemeralBackendContract;

class LoopDevicesContractTest extends EphemeralBackendContract {

  @TempDir private Path folder;

  @Override
  protected EphemeralBackend backend() {
    return new LoopfileBackend();
  }

  @Override
  protected boolean takesSnapshots() {
    return true;
  }

  @Override
  protected Map<String, Object> options() {
    requireLoopDevices();
    return Map.of("folder", folder.toString(), "devices", "loop");
  }

  @AfterEach
  void detach() throws IOException {
    detachAll(folder);
  }

  static void requireLoopDevices() {
    RealPeers.requireRoot();
    RealPeers.requireFile(Path.of("/dev/loop-control"), "loop devices");
  }

  /** What a test left that failed. */
  static void detachAll(Path folder) throws IOException {
    for (String line : attached(folder).lines().toList()) {
      Program.run("losetup", "--detach", line.split(" ")[0]);
    }
  }

  /** The devices of files in a folder, a line each. */
  static String attached(Path folder) throws IOException {
    StringBuilder found = new StringBuilder();
    String all = Program.run("losetup", "--list", "--noheadings", "--raw", "-O", "NAME,BACK-FILE");
    all.lines()
        .filter(line -> line.contains(" " + folder + "/"))
        .forEach(line -> found.append(line).append('\n'));
    return found.toString();
  }
}
