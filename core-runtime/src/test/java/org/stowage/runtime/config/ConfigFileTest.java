package org.stowage.runtime.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

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

class ConfigFileTest {

  @TempDir Path folder;

  @Test
  void withoutAFileThereIsOneDatastoreInTheHome() throws IOException {
    Config config = ConfigFile.defaults(folder);

    TargetConfig.Local target = (TargetConfig.Local) config.target(null);
    assertEquals("local", target.name());
    assertEquals(TargetConfig.Rules.USUAL, target.rules());
    assertEquals(
        List.of(
            new TargetConfig.Datastore(
                "local", "NFS", folder.resolve("datastores/local"), null, false)),
        target.datastores());
  }

  @Test
  void readsEveryKey() throws IOException {
    Config config =
        read(
            """
                        default_target = "lab"
                        convert_images = false

                        [targets.other.datastores.a]
                        path = "a"

                        [targets.lab]
                        kind = "local"
                        convert_images = true
                        datastore_regex = "vsan-.*"
                        use_linked_clone = false

                        [targets.lab.datastores.vsan-1]
                        path = "/srv/vsan-1"
                        type = "vsan"
                        capacity = "500 GiB"
                        maintenance = true
                        """);

    TargetConfig.Local lab = (TargetConfig.Local) config.target(null);
    assertEquals("lab", lab.name());
    assertEquals(true, lab.rules().convertImages());
    assertEquals(false, lab.rules().linkedClone());
    assertEquals("vsan-.*", String.valueOf(lab.rules().datastoreRegex()));
    assertEquals(
        List.of(
            new TargetConfig.Datastore("vsan-1", "vsan", Path.of("/srv/vsan-1"), 500L << 30, true)),
        lab.datastores());
    TargetConfig.Local other = (TargetConfig.Local) config.target("other");
    assertEquals(false, other.rules().convertImages());
    assertNull(other.rules().datastoreRegex());
    assertEquals(folder.resolve("a"), other.datastores().get(0).folder());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
                    convert_image = true                              | convert_image                  | Did you mean 'convert_images'?
                    [targets.lab]\\nkindd = "local"                   | targets.lab.kindd              | Did you mean 'kind'?
                    [targets.lab.datastores.a]\\npath="a"\\nsize="1G" | targets.lab.datastores.a.size  | Known here:
                    """)
  void refusesUnknownKeysAndSaysWhatWasMeant(String text, String key, String advice)
      throws IOException {
    StorageException refused =
        assertThrows(StorageException.class, () -> read(text.replace("\\n", "\n")));

    assertEquals(CommonError.CONFIGURATION, refused.code());
    assertEquals("reading " + file() + ": the key '" + key + "' is unknown", refused.getMessage());
    assertEquals(advice, refused.remedy().substring(0, advice.length()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
                    convert_images = "yes"                              | 'convert_images' must be true or false, not "yes"
                    default_target = 3                                  | 'default_target' must be a text in quotes, not 3
                    targets = 3                                         | 'targets' must be a table of named tables
                    [targets.lab]\\nkind = "moon"                       | 'targets.lab.kind' must be "local", "vsphere" or "libvirt", not "moon"
                    [targets.lab]\\ndatastore_regex = "("               | 'targets.lab.datastore_regex' must be a regular expression: Unclosed group
                    [targets.lab]\\nkind = "local"                      | 'targets.lab.datastores' must be a table with at least one datastore
                    [targets.lab.datastores.a]\\ntype = "NFS"           | 'targets.lab.datastores.a.path' must be the folder that serves as the datastore
                    """)
  void refusesWrongValues(String text, String problem) throws IOException {
    StorageException refused =
        assertThrows(StorageException.class, () -> read(text.replace("\\n", "\n")));

    assertEquals(CommonError.CONFIGURATION, refused.code());
    assertEquals("reading " + file() + ": " + problem, refused.getMessage());
  }

  @Test
  void namesTheLineOfASyntaxError() throws IOException {
    StorageException refused =
        assertThrows(StorageException.class, () -> read("convert_images = true\n= 3\n"));

    assertEquals(CommonError.CONFIGURATION, refused.code());
    String start = "reading " + file() + " in line 2: ";
    assertEquals(start, refused.getMessage().substring(0, start.length()));
  }

  @Test
  void namesTheTargetsThereAre() throws IOException {
    Config config = read("[targets.lab.datastores.a]\npath = \"a\"\n");

    StorageException refused = assertThrows(StorageException.class, () -> config.target("lap"));

    assertEquals(CommonError.NOT_FOUND, refused.code());
    assertEquals("Did you mean 'lab'? Targets: lab.", refused.remedy());
  }

  @Test
  void refusesADefaultTargetThatDoesNotExist() {
    StorageException refused =
        assertThrows(StorageException.class, () -> read("default_target = \"lab\"\n"));

    assertEquals(CommonError.NOT_FOUND, refused.code());
  }

  @Test
  void saysThatTheFileIsMissing() {
    StorageException refused =
        assertThrows(StorageException.class, () -> ConfigFile.read(file(), folder, Map.of()));

    assertEquals(CommonError.NOT_FOUND, refused.code());
  }

  private Path file() {
    return folder.resolve("stowage.toml");
  }

  private Config read(String text) throws IOException {
    Files.writeString(file(), text);
    return ConfigFile.read(file(), folder, Map.of());
  }
}
