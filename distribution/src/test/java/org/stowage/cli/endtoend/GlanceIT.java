package org.stowage.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.cli.endtoend.InstalledStowage.Outcome;
import org.stowage.cli.endtoend.LibvirtLab.KvmHost;
import org.stowage.testkit.lab.LabOpenstack;

/** Images of a real Glance, as users of a real Keystone, through the packaged command. */
class GlanceIT {

  private static final Path HELLO = InstalledStowage.helloOva();

  private static LabOpenstack lab;
  private static GlanceClient glance;

  @TempDir private Path home;
  private InstalledStowage stowage;

  @BeforeAll
  static void start() throws Exception {
    lab = LabOpenstack.start();
    glance = GlanceClient.of(lab, "ann");
  }

  @AfterAll
  static void end() throws IOException {
    if (lab != null) {
      lab.close();
    }
  }

  @BeforeEach
  void install() {
    stowage = as("ann");
  }

  @Test
  void areDeployedByIdOrNameAndCachedUnderTheirId() throws Exception {
    String id = openstack("hello", HELLO, "--container-format", "ova", "--disk-format", "vmdk");

    JsonNode byName = stowage.json("deploy", "glance://hello", "--name", "one");
    JsonNode byId = stowage.json("deploy", "glance://" + id, "--name", "two");

    assertFalse(byName.get("cacheHit").booleanValue(), byName::toString);
    assertTrue(byId.get("cacheHit").booleanValue(), byId::toString);
    assertEquals(0, byId.get("bytesTransferred").longValue());
    assertEquals(id, stowage.json("cache", "list").at("/images/0/imageId").textValue());
    assertSameDiskAsOfTheFile(byName);
  }

  @ParameterizedTest
  @ValueSource(strings = {"raw", "streamOptimized", "sparse"})
  void mayBeOfEveryFormatOfOneFile(String format) throws Exception {
    Path image = converted(format);
    String name = "formatted-" + format;
    if (format.equals("raw")) {
      glance.register(name, image, "raw", "bare");
    } else {
      glance.register(name, image, "vmdk", "bare", "vmware_disktype=" + format);
    }

    assertSameDiskAsOfTheFile(stowage.json("deploy", "glance://" + name, "--name", "one"));
    Outcome verified = stowage.succeed("image", "verify", "glance://" + name);
    assertFalse(verified.err().contains("warning"), verified::toString);
  }

  @Test
  void sayWhatTheirPropertiesMean() throws Exception {
    openstack(
        "declared",
        converted("streamOptimized"),
        "--container-format",
        "bare",
        "--disk-format",
        "vmdk",
        "--property",
        "vmware_disktype=streamOptimized",
        "--property",
        "vmware_adaptertype=paraVirtual",
        "--property",
        "vmware_linked_clone=false");

    JsonNode one = stowage.json("deploy", "glance://declared", "--name", "one");
    JsonNode two =
        stowage.json(
            "deploy",
            "glance://declared",
            "--name",
            "two",
            "--property",
            "vmware_adaptertype=busLogic",
            "--property",
            "vmware_linked_clone=true");

    assertEquals("pvscsi", one.at("/disk/adapterType").textValue());
    assertTrue(one.at("/disk/parent").isNull(), one::toString);
    assertEquals("buslogic", two.at("/disk/adapterType").textValue());
    assertFalse(two.at("/disk/parent").isNull(), two::toString);
  }

  @Test
  void areFoundByClouds() throws Exception {
    glance.register("in-clouds", HELLO, "vmdk", "ova");
    Path clouds = home.resolve("my clouds.yaml");
    Files.writeString(
        clouds,
        """
        clouds:
          mine:
            auth:
              auth_url: %s
              username: ann
              user_domain_name: Default
              project_name: images
              project_domain_name: Default
            region_name: here
          appcred:
            auth_type: v3applicationcredential
            auth:
              auth_url: %s/
              application_credential_id: %s
              application_credential_secret: %s
            region_name: here
            interface: internal
          elsewhere:
            auth:
              auth_url: %s
              username: ann
              password: "%s"
              project_name: images
            region_name: nowhere
          nobody:
            auth_type: none
            image_endpoint_override: %s
        """
            .formatted(
                lab.identity(),
                lab.identity().replace("/v3", ""),
                lab.credential("ann"),
                lab.secret("ann"),
                lab.identity(),
                lab.password("ann"),
                lab.image()));
    Files.writeString(
        home.resolve("secure.yaml"),
        "clouds: {mine: {auth: {password: \"" + lab.password("ann") + "\"}}}");

    for (String cloud : List.of("mine", "appcred")) {
      InstalledStowage in = inCloud(clouds, cloud);
      in.succeed("image", "verify", "glance://in-clouds");
    }
    assertFailure(inCloud(clouds, "typo"), 2, "configuration", "mine, appcred, elsewhere, nobody");
    assertFailure(inCloud(clouds, "elsewhere"), 2, "configuration", "public in region here");
    assertFailure(inCloud(clouds, "nobody"), 4, "authentication", "");
    assertFailure(
        InstalledStowage.on(home).with("OS_CLIENT_CONFIG_FILE", clouds.toString()),
        2,
        "configuration",
        "OS_CLOUD");
    assertFailure(InstalledStowage.on(home), 2, "configuration", "OS_CLOUD");
  }

  @Test
  void needTheRightPassword() throws Exception {
    InstalledStowage wrong = as("ann").with("OS_PASSWORD", "s3cret but wrong");

    Outcome outcome = wrong.run("image", "inspect", "glance://hello", "-o", "json");

    assertEquals(4, outcome.status(), outcome::toString);
    assertEquals("authentication", outcome.error().get("name").textValue());
    assertFalse((outcome.out() + outcome.err()).contains("s3cret"), outcome::toString);
  }

  @Test
  void areThoseOfTheProject() throws Exception {
    String id = glance.register("private", HELLO, "vmdk", "ova");

    Outcome outcome = as("ben").run("image", "inspect", "glance://" + id, "-o", "json");

    assertEquals(3, outcome.status(), outcome::toString);
    assertEquals("not-found", outcome.error().get("name").textValue());
  }

  @Test
  void areRefusedByANameThatSeveralHave() throws Exception {
    String one = glance.register("twice", HELLO, "vmdk", "ova");
    String two = glance.register("twice", HELLO, "vmdk", "ova");

    Outcome outcome = stowage.run("image", "inspect", "glance://twice", "-o", "json");

    assertEquals(3, outcome.status(), outcome::toString);
    assertEquals("ambiguous", outcome.error().get("name").textValue());
    String message = outcome.error().get("message").textValue();
    assertTrue(message.contains(one) && message.contains(two), message);
  }

  @Test
  void areNotReadBeforeTheyAreActive() throws Exception {
    String id = glance.create("empty", "raw", "bare");

    Outcome outcome = stowage.run("deploy", "glance://" + id, "--name", "one", "-o", "json");

    assertEquals(1, outcome.status(), outcome::toString);
    assertTrue(
        outcome.error().get("message").textValue().contains("is queued, not active"),
        outcome::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"raw", "streamOptimized", "sparse", "ova"})
  void leaveNothingWhereTheirBytesAreOthersThanGlanceSays(String format) throws Exception {
    Path image = format.equals("ova") ? HELLO : converted(format);
    String disk = format.equals("raw") ? "raw" : "vmdk";
    String container = format.equals("ova") ? "ova" : "bare";
    String id = glance.register("damaged-" + format, image, disk, container);
    // Only a digest of the whole file tells a change in a disk of plain bytes.
    byte[] bytes = Files.readAllBytes(lab.stored(id));
    bytes[bytes.length - 1] ^= 1;
    Files.write(lab.stored(id), bytes);

    Outcome outcome = stowage.run("deploy", "glance://" + id, "--name", "one", "-o", "json");

    assertEquals(6, outcome.status(), outcome::toString);
    assertEquals("integrity", outcome.error().get("name").textValue());
    assertNothingLeft();
  }

  @Test
  void leaveNothingWhereTheirDataIsGone() throws Exception {
    String id = glance.register("gone", HELLO, "vmdk", "ova");
    Files.delete(lab.stored(id));

    Outcome outcome = stowage.run("deploy", "glance://" + id, "--name", "one", "-o", "json");

    assertEquals(3, outcome.status(), outcome::toString);
    assertNothingLeft();
    assertEquals(3, stowage.run("image", "inspect", "glance://" + UUID.randomUUID()).status());
  }

  @Test
  void comeFromServersThatOneOfTheAuthoritiesVouchesFor() throws Exception {
    try (LabOpenstack secured = LabOpenstack.start("--tls")) {
      InstalledStowage stranger = InstalledStowage.on(home);
      secured.environment("ann").forEach(stranger::with);

      Outcome refused = stranger.run("image", "inspect", "glance://x", "-o", "json");
      assertEquals(60, refused.status(), refused::toString);
      assertTrue(refused.error().get("fix").textValue().contains("OS_CACERT"), refused::toString);

      assertEquals(
          3,
          stranger
              .with("OS_CACERT", secured.caFile().toString())
              .run("image", "inspect", "glance://x")
              .status());
    }
  }

  @Test
  void areMadeOfInstances() throws Exception {
    stowage.succeed(
        "deploy", HELLO.toString(), "--name", "source", "--adapter-type", "lsilogicsas");

    JsonNode taken = stowage.json("snapshot", "source", "--to", "glance://taken");

    String address = taken.get("destination").textValue();
    JsonNode image = glance.show(address.replace("glance://", ""));
    assertEquals("taken", image.get("name").textValue());
    assertEquals("vmdk", image.get("disk_format").textValue());
    assertEquals("bare", image.get("container_format").textValue());
    assertEquals(taken.get("storedBytes").longValue(), image.get("size").longValue());
    assertEquals("streamOptimized", image.get("vmware_disktype").textValue(), image::toString);
    assertEquals("lsiLogicsas", image.get("vmware_adaptertype").textValue());

    JsonNode again = stowage.json("deploy", "glance://taken", "--name", "again");
    assertEquals("lsilogicsas", again.at("/disk/adapterType").textValue());
    assertSameDiskAsOfTheFile(again);
  }

  @Test
  void areMadeOfInstancesOnLibvirtHosts() throws Exception {
    // Volumes of this generation may be small; all of one is read.
    try (LibvirtLab libvirt = new LibvirtLab(home, "--version=5.0")) {
      KvmHost host = libvirt.first();
      lab.environment("ann").forEach(host.installed()::with);
      host.deploy("web-1", "--disk-size=1GiB");

      JsonNode taken = host.json("snapshot", "web-1", "--to", "glance://of-a-volume");

      JsonNode image = glance.named("of-a-volume").get(0);
      assertEquals("glance://" + image.get("id").textValue(), taken.get("destination").textValue());
      assertEquals(1L << 30, taken.get("capacityBytes").longValue());
      assertEquals("lsiLogic", image.get("vmware_adaptertype").textValue());
      stowage.succeed("image", "verify", "glance://of-a-volume");
    }
  }

  @Test
  void areNotMadeUnderANameThatIsTaken() throws Exception {
    stowage.succeed("deploy", HELLO.toString(), "--name", "source");
    glance.register("occupied", HELLO, "vmdk", "ova");

    Outcome outcome = stowage.run("snapshot", "source", "--to", "glance://occupied", "-o", "json");

    assertEquals(1, outcome.status(), outcome::toString);
    assertEquals("already-exists", outcome.error().get("name").textValue());
    assertEquals(1, glance.named("occupied").size());
  }

  @Test
  void leaveNoneBehindWhenTheInstanceCannotBeRead() throws Exception {
    JsonNode source = stowage.json("deploy", HELLO.toString(), "--name", "source");
    Path disk = Path.of(source.at("/disk/path").textValue());
    Files.createDirectory(disk.resolveSibling(disk.getFileName() + ".lck"));

    Outcome outcome = stowage.run("snapshot", "source", "--to", "glance://locked", "-o", "json");

    assertEquals(1, outcome.status(), outcome::toString);
    assertEquals(0, glance.named("locked").size());
  }

  private InstalledStowage as(String user) {
    InstalledStowage installed = InstalledStowage.on(home);
    for (Map.Entry<String, String> variable : lab.environment(user).entrySet()) {
      installed.with(variable.getKey(), variable.getValue());
    }
    return installed;
  }

  private InstalledStowage inCloud(Path clouds, String cloud) {
    return InstalledStowage.on(home)
        .with("OS_CLIENT_CONFIG_FILE", clouds.toString())
        .with("OS_CLIENT_SECURE_FILE", home.resolve("secure.yaml").toString())
        .with("OS_CLOUD", cloud);
  }

  private static void assertFailure(
      InstalledStowage stowage, int status, String name, String inRemedy) throws Exception {
    Outcome outcome = stowage.run("image", "inspect", "glance://in-clouds", "-o", "json");

    assertEquals(status, outcome.status(), outcome::toString);
    assertEquals(name, outcome.error().get("name").textValue());
    assertTrue(outcome.error().get("fix").textValue().contains(inRemedy), outcome::toString);
  }

  /** Registers an image as the documentation says. */
  private static String openstack(String name, Path image, String... more) throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of("image", "create", name, "--file", image.toString()));
    arguments.addAll(List.of(more));
    arguments.addAll(List.of("-f", "json"));
    String made = lab.openstack("ann", arguments.toArray(String[]::new));
    return new ObjectMapper().readTree(made).get("id").textValue();
  }

  private Path converted(String format) throws Exception {
    Path image = home.resolve("converted." + format);
    stowage.succeed("image", "convert", HELLO.toString(), image.toString(), "--format", format);
    return image;
  }

  private void assertSameDiskAsOfTheFile(JsonNode deployed) throws Exception {
    JsonNode filed =
        stowage.json(
            "deploy", HELLO.toString(), "--name", deployed.get("instance").textValue() + "-filed");
    SameDisk.assertSame(
        Path.of(deployed.at("/disk/path").textValue()),
        "vmdk",
        Path.of(filed.at("/disk/path").textValue()),
        "vmdk");
  }

  private void assertNothingLeft() throws Exception {
    assertEquals(List.of(), stowage.unfinished());
    assertEquals(0, stowage.json("list").get("instances").size());
    assertEquals(0, stowage.json("cache", "list").get("images").size());
  }
}
