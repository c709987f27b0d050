package org.stowage.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.cli.endtoend.InstalledStowage.Outcome;
import org.stowage.testkit.lab.LabGateway;

/** What docs/json.md shows is what the command prints: the same names in the same order. */
class JsonDocumentationIT {

  private static final Path PAGE =
      InstalledStowage.helloOva().resolve("../../docs/json.md").normalize();
  private static final Pattern EXAMPLE =
      Pattern.compile("^## (.+?)\\n.*?^```json\\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);

  @TempDir private Path home;

  @Test
  void showsForEveryCommandWhatItPrints() throws Exception {
    String hello = InstalledStowage.helloOva().toString();
    String raw = home.resolve("hello.raw").toString();
    InstalledStowage stowage = InstalledStowage.on(home);
    Map<String, JsonNode> printed = new LinkedHashMap<>();
    printed.put("deploy", stowage.json("deploy", hello, "--name", "hello"));
    printed.put("plan, and deploy --dry-run", stowage.json("plan", hello, "--name", "hello-2"));
    Path fleet = home.resolve("fleet.toml");
    Files.writeString(fleet, "[instances.web-1]\nimage = \"" + hello + "\"\n");
    printed.put("apply", stowage.json("apply", fleet.toString()));
    stowage.succeed("destroy", "web-1");
    printed.put("list", stowage.json("list"));
    printed.put("show, and resize where there is no libvirt host", stowage.json("show", "hello"));
    printed.put("datastore list", stowage.json("datastore", "list"));
    JsonNode cached = stowage.json("cache", "list");
    printed.put("cache list", cached);
    String imageId = cached.get("images").get(0).get("imageId").textValue();
    printed.put("cache pin", stowage.json("cache", "pin", imageId));
    printed.put("cache prune", stowage.json("cache", "prune"));
    printed.put("cache warm", stowage.json("cache", "warm", hello, "--datastores", "local"));
    printed.put("cache verify", stowage.json("cache", "verify"));
    printed.put("image inspect", stowage.json("image", "inspect", hello));
    printed.put("image verify", stowage.json("image", "verify", hello));
    printed.put("image convert", stowage.json("image", "convert", hello, raw, "--format", "raw"));
    String ova = home.resolve("hello-now.ova").toString();
    printed.put("snapshot", stowage.json("snapshot", "hello", "--to", ova));
    printed.put("destroy", stowage.json("destroy", "hello"));
    printed.put("doctor", stowage.json("doctor"));
    printed.put("config show", stowage.json("config", "show"));
    printed.put("plugin list", stowage.json("plugin", "list"));
    printed.put("plugin show", stowage.json("plugin", "show", "ova"));
    Outcome failed = stowage.run("show", "nobody", "-o", "json");
    printed.put("An error", new ObjectMapper().readTree(failed.err()));

    assertDocumented(printed);
  }

  @Test
  void showsForEveryCommandOnBlockVolumesWhatItPrints() throws Exception {
    String hello = InstalledStowage.helloOva().toString();
    String instance = "b0d0b498-1fe2-479e-995c-80ace2f339a7";
    Map<String, JsonNode> printed = new LinkedHashMap<>();
    try (LabGateway lab = LabGateway.start(home.resolve("by-id"), "--version=5.0")) {
      ScaleioConfig.write(home.resolve("stowage.toml"), lab);
      InstalledStowage stowage = InstalledStowage.on(home);
      String config = "--config=" + home.resolve("stowage.toml");
      printed.put(
          "disk create",
          stowage.json("disk", "create", instance, config, "--image", hello, "--capacity", "1GiB"));
      printed.put("disk list", stowage.json("disk", "list", instance, config));
      printed.put("disk connect", stowage.json("disk", "connect", instance, config));
      String file = home.resolve("disk.vmdk").toString();
      printed.put(
          "disk snapshot", stowage.json("disk", "snapshot", instance, config, "--to", file));
      printed.put("disk disconnect", stowage.json("disk", "disconnect", instance, config));
    }
    assertDocumented(printed);
  }

  @Test
  void showsForEveryCommandOnALibvirtHostWhatItPrints() throws Exception {
    Map<String, JsonNode> printed = new LinkedHashMap<>();
    try (LibvirtLab lab = new LibvirtLab(home)) {
      JsonNode made = lab.first().deploy("web-1");
      String id = made.at("/id").textValue();
      printed.put("deploy and show on a libvirt host", made);
      printed.put("list on a libvirt host", lab.first().json("list"));
      printed.put("reconcile", lab.first().json("reconcile"));
      printed.put(
          "migrate prepare, finish, rollback and evacuate",
          lab.second().json("migrate", "prepare", id));
      lab.second().json("migrate", "rollback", id);
      printed.put("destroy on a libvirt host", lab.first().json("destroy", "web-1"));
    }
    assertDocumented(printed);
  }

  private static void assertDocumented(Map<String, JsonNode> printed) throws IOException {
    Map<String, JsonNode> documented = examples();

    printed.forEach(
        (title, json) ->
            assertEquals(shape(documented.get(title)), shape(json), "the section " + title));
  }

  private static Map<String, JsonNode> examples() throws IOException {
    Map<String, JsonNode> examples = new LinkedHashMap<>();
    Matcher matcher = EXAMPLE.matcher(Files.readString(PAGE));
    while (matcher.find()) {
      examples.put(matcher.group(1), new ObjectMapper().readTree(matcher.group(2)));
    }
    return examples;
  }

  /** The names of an object and of all it holds; of a list, those of its first element. */
  private static List<String> shape(JsonNode node) {
    List<String> names = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      names.add(entry.getKey());
      JsonNode value = entry.getValue();
      JsonNode inner = value.isArray() && !value.isEmpty() ? value.get(0) : value;
      shape(inner).forEach(name -> names.add(entry.getKey() + "." + name));
    }
    return names;
  }
}
