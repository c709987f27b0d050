package org.stowage.runtime.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.api.disk.AdapterType;

class VmxTest {

  private static final UUID ID = UUID.fromString("564d1f00-a1b2-4c3d-8e4f-0123456789ab");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {"plain", "", "a \"quoted\" word", "50|22", "#1", "tab\tand\nline", "Zürich – 東京"})
  void givesBackWhatWasWritten(String value) throws IOException {
    Vmx written = new Vmx(Map.of("displayName", value));

    assertEquals(Optional.of(value), read(written.encode()).value("displayname"));
  }

  @Test
  void readsTheHabitsOfOtherWriters() throws IOException {
    Vmx vmx =
        read(
            "#!/usr/bin/vmware\r\n\r\nno key here\nMemSize=\"512\"\r\n  numvcpus =  2 \n"
                .getBytes(StandardCharsets.UTF_8));

    assertEquals(Map.of("memsize", "512", "numvcpus", "2"), vmx.values());
  }

  @Test
  void refusesWhatIsTooLargeForAVmx() throws IOException {
    Path file = Files.write(folder.resolve("large.vmx"), new byte[(1 << 20) + 1]);

    assertThrows(IOException.class, () -> Vmx.read(file));
  }

  @ParameterizedTest
  @EnumSource(AdapterType.class)
  void findsTheHardwareAgain(AdapterType adapter) throws IOException {
    VirtualHardware hardware =
        new VirtualHardware("web \"1\"", ID, "img", "web.vmdk", adapter, 3, 768, null);

    Vmx vmx = read(hardware.vmx().encode());

    assertEquals(Optional.of(hardware), VirtualHardware.of("web \"1\"", vmx));
  }

  @ParameterizedTest
  @CsvSource({
    "IDE, ide0:0, , ",
    "BUSLOGIC, scsi0:0, scsi0, buslogic",
    "LSILOGIC, scsi0:0, scsi0, lsilogic",
    "LSILOGIC_SAS, scsi0:0, scsi0, lsisas1068",
    "PVSCSI, scsi0:0, scsi0, pvscsi",
    "SATA, sata0:0, sata0, ",
    "NVME, nvme0:0, nvme0, "
  })
  void putsTheDiskOnItsController(
      AdapterType adapter, String slot, String controller, String virtualDevice)
      throws IOException {
    Vmx vmx = new VirtualHardware("web", ID, "img", "web.vmdk", adapter, 1, 64, null).vmx();

    assertEquals("TRUE", vmx.values().get(slot + ".present"));
    assertEquals("web.vmdk", vmx.values().get(slot + ".fileName"));
    if (controller != null) {
      assertEquals("TRUE", vmx.values().get(controller + ".present"));
      assertEquals(virtualDevice, vmx.values().get(controller + ".virtualDev"));
    }
  }

  @Test
  void saysWhatVmwaresProductsWant() {
    Vmx vmx =
        new VirtualHardware("web", ID, "img", "web.vmdk", AdapterType.PVSCSI, 1, 64, null).vmx();

    assertEquals("8", vmx.values().get("config.version"));
    assertEquals("14", vmx.values().get("virtualHW.version"));
    assertEquals("other-64", vmx.values().get("guestOS"));
    assertEquals("56 4d 1f 00 a1 b2 4c 3d-8e 4f 01 23 45 67 89 ab", vmx.values().get("uuid.bios"));
    assertEquals("pcieRootPort", vmx.values().get("pciBridge4.virtualDev"));
  }

  @Test
  void takesNoForeignMachinesForInstances() throws IOException {
    Vmx ours =
        new VirtualHardware("web", ID, "img", "web.vmdk", AdapterType.IDE, 1, 64, null).vmx();

    for (String missing : new String[] {"stowage.imageId", "uuid.bios", "ide0:0.fileName"}) {
      Map<String, String> values = new HashMap<>(read(ours.encode()).values());
      assertFalse(values.remove(missing.toLowerCase(Locale.ROOT)).isEmpty());
      assertTrue(VirtualHardware.of("web", new Vmx(values)).isEmpty(), missing);
    }
  }

  @Test
  void takesNoCdDriveForTheDisk() throws IOException {
    Vmx ours =
        new VirtualHardware("web", ID, "img", "web.vmdk", AdapterType.SATA, 1, 64, null).vmx();
    String text =
        new String(ours.encode(), StandardCharsets.UTF_8)
            + "ide0:0.present = \"TRUE\"\nide0:0.fileName = \"tools.iso\"\n";

    Vmx vmx = read(text.getBytes(StandardCharsets.UTF_8));

    assertEquals(AdapterType.SATA, VirtualHardware.of("web", vmx).orElseThrow().adapterType());
  }

  private Vmx read(byte[] bytes) throws IOException {
    return Vmx.read(Files.write(folder.resolve("a.vmx"), bytes));
  }
}
