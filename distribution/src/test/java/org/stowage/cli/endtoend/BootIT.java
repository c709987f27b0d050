package org.stowage.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootIT {

  @TempDir private Path home;

  @Test
  void bootsTheExampleFromItsLinkedClone() throws Exception {
    JsonNode disk =
        InstalledStowage.on(home)
            .json("deploy", InstalledStowage.helloOva().toString(), "--name", "hello")
            .get("disk");

    assertTrue(disk.get("parent").isTextual(), disk::toString);
    assertEquals(
        "STOWAGE-BOOT-OK\r\n",
        EmulatedPc.serialOutput(Path.of(disk.get("path").textValue()), "vmdk"));
  }
}
