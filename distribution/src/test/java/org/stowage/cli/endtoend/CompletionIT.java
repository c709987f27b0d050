package org.stowage.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.testkit.RealPeers;

/** What the shells make of the completions in the distribution. */
class CompletionIT {

  private static final Path SHARE = InstalledStowage.distribution().resolve("share");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh", "fish"})
  void completesCommandsOptionsAndValues(String shell) throws Exception {
    Map<String, String> expected = new TreeMap<>();
    expected.put("stowage dep", "deploy");
    expected.put("stowage image conv", "convert");
    expected.put("stowage -q image insp", "inspect");
    expected.put("stowage deploy --full", "--full-clone");
    expected.put("stowage image convert a.raw b.vmdk --form", "--format");
    expected.put("stowage image convert a.raw b.vmdk --format stream", "streamOptimized");
    expected.put("stowage deploy --adapter-type pv", "pvscsi");
    expected.put("stowage deploy x --placement most", "most-free");
    expected.put("stowage list -o js", "json");
    expected.put("stowage -o json datastore l", "list");
    expected.put("stowage disk delete x disk.r", "disk.rescue");
    expected.put("stowage help unr", "unrescue");

    assertEquals(
        List.copyOf(expected.values()), completed(shell, expected.keySet().toArray(String[]::new)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"zsh", "fish"})
  void completesFilesWhereAnImageIsWanted(String shell) throws Exception {
    Path image = Files.createFile(folder.resolve("ubuntu.ova"));

    assertEquals(
        List.of(image.toString(), image.toString()),
        completed(
            shell,
            "stowage deploy --name x " + folder + "/ubu",
            "stowage rescue --image " + folder + "/ubu"));
  }

  /** Of bash itself, where our function offers nothing. */
  @Test
  void bashCompletesFilesByItself() throws Exception {
    String script = SHARE.resolve("bash-completion/completions/stowage").toString();

    assertTrue(
        RealPeers.run(folder, "bash", "-c", ". \"$0\"; complete -p stowage", script)
            .matches("complete .*-o default .*stowage\n"));
  }

  private List<String> completed(String shell, String... lines) throws Exception {
    List<String> arguments = new ArrayList<>();
    arguments.add(script(shell).toString());
    arguments.add(SHARE.toString());
    arguments.addAll(List.of(lines));
    return RealPeers.run(folder, shell, arguments.toArray(String[]::new)).lines().toList();
  }

  private static Path script(String shell) throws URISyntaxException {
    return Path.of(CompletionIT.class.getResource("complete." + shell).toURI());
  }
}
