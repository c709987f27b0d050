package org.stowage.plugin.scaleio.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.plugin.scaleio.ScaleioError;

class DrvCfgTest {

  private static final String GUID = "271BAD82-08EE-44F2-A2B1-7E2787C27BE1";

  @TempDir Path folder;

  private DrvCfg saying(String shellCommand) throws IOException {
    Path program = folder.resolve("drv_cfg");
    Files.writeString(program, "#!/bin/sh\n" + shellCommand + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return new DrvCfg(program, Duration.ofSeconds(2));
  }

  @Test
  void readsTheGuidWithoutWhatIsAroundIt() throws IOException {
    assertEquals(GUID, saying("[ $1 = --query_guid ] && echo '" + GUID + "  '").guid());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"echo " + GUID + "; exit 1", "echo Failed to open", "echo", "exec sleep 20"})
  void saysWhatItGotInstead(String shellCommand) throws IOException {
    DrvCfg drvCfg = saying(shellCommand);
    StorageException failure = assertThrows(StorageException.class, drvCfg::guid);
    assertEquals(ScaleioError.HOST_NOT_READY, failure.code());
    assertTrue(failure.getMessage().contains("--query_guid"), failure.getMessage());
  }

  @Test
  void canBeDoneWithoutForARescanButNotForTheGuid() throws IOException {
    DrvCfg none = new DrvCfg(folder.resolve("none"), Duration.ofSeconds(2));
    none.rescan();
    StorageException failure = assertThrows(StorageException.class, none::guid);
    assertEquals(CommonError.CONFIGURATION, failure.code());
    assertTrue(failure.remedy().contains("default_sdcguid"), failure.remedy());
  }
}
