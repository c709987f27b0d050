package org.stowage.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.cli.endtoend.InstalledStowage.Outcome;
import org.stowage.testkit.lab.FileServer;
import org.stowage.testkit.lab.ServerIdentity;

/** Images from a web server, through the packaged command. */
class HttpSourceIT {

  private static final Path HELLO = InstalledStowage.helloOva();

  @TempDir private Path home;
  private InstalledStowage stowage;
  private FileServer server;

  @BeforeEach
  void serve() throws IOException {
    stowage = InstalledStowage.on(home);
    server = FileServer.start().serve("/hello.ova", HELLO);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void areDeployedOnceAndThenCached() throws Exception {
    JsonNode first = stowage.json("deploy", server.url("/hello.ova"), "--name", "one");
    JsonNode second = stowage.json("deploy", server.url("/hello.ova"), "--name", "two");

    assertFalse(first.get("cacheHit").booleanValue(), first::toString);
    assertTrue(second.get("cacheHit").booleanValue(), second::toString);
    assertEquals(0, second.get("bytesTransferred").longValue());
    assertSameDiskAsOfTheFile(first);
    String imageId = stowage.json("cache", "list").at("/images/0/imageId").textValue();
    assertTrue(imageId.matches("sha256-[0-9a-f]{40}"), imageId);
  }

  @ParameterizedTest
  @ValueSource(strings = {"raw", "streamOptimized", "sparse"})
  void mayBeOfEveryFormatOfOneFile(String format) throws Exception {
    Path image = converted(format);
    server.serve("/disk", image);

    JsonNode one = stowage.json("deploy", server.url("/disk"), "--name", "one");
    JsonNode two =
        stowage.json("deploy", server.url("/disk"), "--name", "two", "--digest", digest(image));

    assertSameDiskAsOfTheFile(one);
    assertFalse(two.get("cacheHit").booleanValue(), two::toString);
    assertSameDiskAsOfTheFile(two);
  }

  @Test
  void areReadAsStreamsWhereNoPartsAreGivenOut() throws Exception {
    server.withoutRanges();

    assertSameDiskAsOfTheFile(stowage.json("deploy", server.url("/hello.ova"), "--name", "one"));
    assertEquals(1, server.requests().size(), () -> server.requests().toString());
  }

  @Test
  void needARealFileWhereNoPartsAreGivenOutAndTheFormatNeedsThem() throws Exception {
    server.withoutRanges().serve("/disk.vmdk", converted("sparse"));

    Outcome outcome = stowage.run("deploy", server.url("/disk.vmdk"), "--name", "one");

    assertEquals(1, outcome.status(), outcome::toString);
    assertTrue(outcome.err().contains("fix: "), outcome::toString);
    assertNothingLeft();
  }

  @Test
  void areGotToTheEndThoughTheConnectionBreaksAtNinetyNinePercent() throws Exception {
    Path image = converted("raw");
    server.serve("/disk.raw", image).breakAt(Files.size(image) * 99 / 100);

    JsonNode json =
        stowage.json("deploy", server.url("/disk.raw"), "--name", "one", "--digest", digest(image));

    assertSameDiskAsOfTheFile(json);
  }

  @Test
  void leaveNothingWhereTheConnectionBreaksAndTheRestCannotBeHad() throws Exception {
    Path image = converted("raw");
    server.withoutRanges().serve("/disk.raw", image).breakAt(Files.size(image) * 99 / 100);

    Outcome outcome = stowage.run("deploy", server.url("/disk.raw"), "--name", "one", "-o", "json");

    assertEquals(7, outcome.status(), outcome::toString);
    assertEquals("http-connection-lost", outcome.error().get("name").textValue());
    assertNothingLeft();
  }

  @ParameterizedTest
  @ValueSource(strings = {"raw", "streamOptimized", "sparse", "ova"})
  void leaveNothingWhereTheDigestIsAnother(String format) throws Exception {
    server.serve("/disk", format.equals("ova") ? HELLO : converted(format));

    Outcome outcome =
        stowage.run(
            "deploy",
            server.url("/disk"),
            "--name",
            "one",
            "-o",
            "json",
            "--digest",
            "sha256:" + "0".repeat(64));

    assertEquals(6, outcome.status(), outcome::toString);
    assertEquals("integrity", outcome.error().get("name").textValue());
    assertFalse(outcome.error().get("fix").textValue().isEmpty());
    assertNothingLeft();
  }

  @Test
  void holdFilesToTheirDigestToo() throws Exception {
    stowage.succeed("image", "verify", HELLO.toString(), "--digest", digest(HELLO));

    Outcome outcome =
        stowage.run("image", "verify", HELLO.toString(), "--digest", "sha512:" + "0".repeat(128));

    assertEquals(6, outcome.status(), outcome::toString);
    assertEquals(
        2, stowage.run("image", "verify", HELLO.toString(), "--digest", "md5:00").status());
  }

  @ParameterizedTest
  @CsvSource({"404, 3, not-found", "403, 4, authentication", "500, 7, http-server-failed"})
  void tellWhatTheServerSaid(int status, int exit, String name) throws Exception {
    server.fail(status, 20);

    Outcome outcome =
        stowage.run("deploy", server.url("/hello.ova"), "--name", "one", "-o", "json");

    assertEquals(exit, outcome.status(), outcome::toString);
    assertEquals(name, outcome.error().get("name").textValue());
    assertFalse(outcome.error().get("fix").textValue().isEmpty());
    assertNothingLeft();
  }

  @Test
  void comeFromServersThatTheConfigurationBelieves() throws Exception {
    ServerIdentity identity = ServerIdentity.selfSigned(home, "here", "ip:127.0.0.1");
    try (FileServer secured = FileServer.start(identity)) {
      secured.serve("/hello.ova", HELLO);
      String url = secured.url("/hello.ova");

      Outcome refused = stowage.run("image", "inspect", url, "-o", "json");
      Files.writeString(
          home.resolve("stowage.toml"), "[http]\nca_file = \"" + identity.pem() + "\"\n");

      assertEquals(60, refused.status(), refused::toString);
      assertTrue(refused.error().get("fix").textValue().contains("ca_file"), refused::toString);
      stowage.succeed("image", "verify", url);
    }
  }

  @Test
  void areAnotherImageWhenTheFileIsAnother() throws Exception {
    Path image = converted("raw");
    server.serve("/disk.raw", image);
    JsonNode before = stowage.json("plan", server.url("/disk.raw"), "--name", "one");
    server.serve("/disk.raw", Files.copy(image, home.resolve("other.raw")));
    JsonNode after = stowage.json("plan", server.url("/disk.raw"), "--name", "one");

    assertNotEquals(before.get("imageId"), after.get("imageId"));
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

  private static String digest(Path file) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    return "sha256:" + HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
  }
}
