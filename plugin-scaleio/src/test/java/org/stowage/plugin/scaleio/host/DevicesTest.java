package org.stowage.plugin.scaleio.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevicesTest {

  private static final String SYSTEM = "1234567890abcdef";
  private static final String VOLUME = "0000000000000001";

  @TempDir Path folder;
  private Path byId;
  private Path drvCfg;
  private Devices devices;

  @BeforeEach
  void start() throws IOException {
    byId = folder.resolve("by-id");
    drvCfg = folder.resolve("drv_cfg");
    devices =
        new Devices(
            byId,
            new DrvCfg(drvCfg, Duration.ofSeconds(5)),
            Duration.ofMillis(200),
            Duration.ofMillis(50),
            Duration.ofMillis(10));
  }

  private Path link() {
    return devices.link(SYSTEM, VOLUME);
  }

  private void rescanMeans(String shellCommand) throws IOException {
    Files.writeString(drvCfg, "#!/bin/sh\necho \"$1\" >> " + folder + "/asked\n" + shellCommand);
    Files.setPosixFilePermissions(drvCfg, PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void takesAMissingFolderForAnEmptyOne() throws IOException {
    assertFalse(devices.await(link(), 1));
    assertTrue(devices.awaitGone(link()));
  }

  @Test
  void takesNoOtherDeviceForTheOneItWaitsFor() throws IOException {
    Files.createDirectory(byId);
    for (String name :
        new String[] {
          "emc-vol-" + SYSTEM + "-" + VOLUME + "-part1",
          "emc-vol-0000000000000000-" + VOLUME,
          "emc-vol-" + SYSTEM + "-1" + VOLUME,
          "emc-vol-" + SYSTEM + "-" + VOLUME.substring(1)
        }) {
      Files.write(byId.resolve(name), new byte[512]);
    }
    assertFalse(devices.await(link(), 1));
    assertTrue(devices.awaitGone(link()));
  }

  @Test
  void wantsADeviceThatHasASize() throws IOException {
    Files.createDirectory(byId);
    Files.createSymbolicLink(link(), folder.resolve("nothing"));
    assertTrue(devices.isThere(link()));
    assertFalse(devices.await(link(), 1));
    Files.createFile(folder.resolve("nothing"));
    assertFalse(devices.await(link(), 1));
    Files.write(folder.resolve("nothing"), new byte[512]);
    assertTrue(devices.await(link(), 512));
    assertFalse(devices.await(link(), 513));
  }

  @Test
  void letsTheDriverLookOnceWhenADeviceIsLate() throws IOException {
    rescanMeans("mkdir -p " + byId + "; echo content > " + link() + "\n");
    assertTrue(devices.await(link(), 1));
    assertEquals("--rescan\n", Files.readString(folder.resolve("asked")));
    rescanMeans("");
    assertFalse(devices.await(link(), 100));
    assertEquals("--rescan\n--rescan\n", Files.readString(folder.resolve("asked")));
  }

  @Test
  void seesThatADeviceStays() throws IOException {
    Files.createDirectory(byId);
    Files.createSymbolicLink(link(), folder.resolve("nothing"));
    assertFalse(devices.awaitGone(link()));
  }
}
