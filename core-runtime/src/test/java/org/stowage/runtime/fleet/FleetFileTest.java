package org.stowage.runtime.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.disk.AdapterType;
import org.stowage.api.disk.ImageProperties;
import org.stowage.runtime.config.PlacementMode;
import org.stowage.runtime.deploy.DeployRequest;

class FleetFileTest {

  @TempDir Path folder;

  @Test
  void readsEveryKey() throws IOException {
    List<DeployRequest> fleet =
        read(
            """
            target = "vc"
            [instances.db-1]
            image = "images/debian.vmdk"
            datastore = "nfs-1"
            placement = "pinned"
            image_id = "debian-12"
            disk_size = "40GiB"
            adapter_type = "pvscsi"
            full_clone = true
            cpus = 4
            memory = "8GiB"
            network = "VM Network"
            power_on = true
            [instances.db-1.properties]
            vmware_disktype = "sparse"
            """);

    assertEquals(
        List.of(
            new DeployRequest(
                folder.resolve("images/debian.vmdk").toString(),
                "db-1",
                "vc",
                "nfs-1",
                PlacementMode.PINNED,
                "debian-12",
                40L << 30,
                AdapterType.PVSCSI,
                true,
                4,
                8192,
                "VM Network",
                true,
                new ImageProperties(Map.of(ImageProperties.DISK_TYPE, "sparse")))),
        fleet);
  }

  @Test
  void whatAnInstanceDoesNotSayTheDefaultsSayAndElseDeploysOwn() throws IOException {
    List<DeployRequest> fleet =
        read(
            """
            [defaults]
            image = "https://images/ubuntu.ova"
            memory = "2GiB"
            properties = { vmware_linked_clone = "false", vmware_disktype = "thin" }
            [instances.web-2]
            [instances.web-1]
            image = "/srv/debian.ova"
            memory = "4GiB"
            properties = { vmware_disktype = "sparse" }
            """);

    assertEquals(List.of("web-2", "web-1"), fleet.stream().map(DeployRequest::name).toList());
    DeployRequest second = fleet.get(0);
    assertEquals("https://images/ubuntu.ova", second.image());
    assertEquals(2048, second.memoryMib());
    assertEquals(1, second.cpus());
    DeployRequest first = fleet.get(1);
    assertEquals("/srv/debian.ova", first.image());
    assertEquals(4096, first.memoryMib());
    assertEquals(
        Map.of("vmware_linked_clone", "false", "vmware_disktype", "sparse"),
        first.properties().values());
  }

  @Test
  void aTargetThatIsGivenGoesBeforeTheFiles() throws IOException {
    Path file = folder.resolve("fleet.toml");
    Files.writeString(file, "target = \"a\"\ninstances.x.image = \"i.ova\"\n");

    assertEquals("b", FleetFile.read(file, "b").get(0).target());
    assertEquals("a", FleetFile.read(file, null).get(0).target());
  }

  @Test
  void aDigestIsDeclaredAsGlanceWould() throws IOException {
    String hex = "ab".repeat(32);
    DeployRequest one =
        read("[instances.x]\nimage = \"i.ova\"\ndigest = \"sha256:" + hex + "\"\n").get(0);

    assertEquals(
        Map.of(ImageProperties.HASH_ALGORITHM, "sha256", ImageProperties.HASH_VALUE, hex),
        one.properties().values());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[instances.x]\\nimage='i'\\ncpu=2 | the key 'instances.x.cpu' is unknown",
        "[defaults]\\ncpu=2\\n[instances.x]\\nimage='i' | the key 'defaults.cpu' is unknown",
        "[instances.x]\\nimage='i'\\n[instance.y] | the key 'instance' is unknown",
        "[instances.x]\\nimage='i'\\n[instances.x]\\ncpus=2 | in line 3",
        "[instances.x]\\nimage='i'\\nimage='j' | in line 3",
        "[instances.x]\\ncpus=2 | 'instances.x.image' must be a file or an address, here or in",
        "[instances.x]\\nimage='-' | 'instances.x.image' must be a file or an address; standard",
        "[instances.x]\\nimage='i'\\ncpus=0 | 'instances.x.cpus' must be a whole number from 1",
        "[instances.x]\\nimage='i'\\nmemory='1000' | 'instances.x.memory' must be a whole number",
        "[defaults]\\nplacement='b'\\n[instances.x]\\nimage='i' | 'defaults.placement' must be",
        "[instances.x]\\nimage='i'\\ndisk_size='4GB' | 'instances.x.disk_size' must be a size",
        "[instances.x]\\nimage='i'\\ndigest='md5:00' | 'instances.x.digest' must be sha256: and",
        "[instances.'a b']\\nimage='i' | instances.a b: 'a b' cannot be an instance's name",
        "[defaults]\\nimage='i' | 'instances' must be a table with at least one instance",
        "[[instances]]\\nimage='i' | 'instances' must be a table of named tables",
      })
  void tellsWhatIsWrongAndWhere(String text, String said) {
    StorageException e =
        assertThrows(StorageException.class, () -> read(text.replace("\\n", "\n")));

    assertEquals(CommonError.CONFIGURATION, e.code());
    assertTrue(String.valueOf(e.getMessage()).contains(said), e::getMessage);
    assertTrue(String.valueOf(e.getMessage()).contains("fleet.toml"), e::getMessage);
  }

  @Test
  void tellsThatThereIsNoFile() {
    StorageException e =
        assertThrows(
            StorageException.class, () -> FleetFile.read(folder.resolve("none.toml"), null));

    assertEquals(CommonError.NOT_FOUND, e.code());
  }

  private List<DeployRequest> read(String text) throws IOException {
    Path file = folder.resolve("fleet.toml");
    Files.writeString(file, text);
    return FleetFile.read(file, null);
  }
}
