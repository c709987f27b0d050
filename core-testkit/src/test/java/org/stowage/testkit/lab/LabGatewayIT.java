package org.stowage.testkit.lab;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.testkit.lab.LabGateway.LabVolume;

/** The rules of an array that the lab gateway keeps, so that clients that break them fail here. */
class LabGatewayIT {

  private static final long GIB = 1L << 30;

  @TempDir Path byId;
  private LabGateway gateway;
  private RawClient client;

  @BeforeEach
  void start() throws IOException {
    restart();
  }

  @AfterEach
  void end() throws IOException {
    // There is none where the program is missing.
    if (gateway != null) {
      gateway.close();
    }
  }

  private void restart(String... options) throws IOException {
    if (gateway != null) {
      gateway.close();
    }
    gateway = LabGateway.start(byId, options);
    client = new RawClient(gateway);
    if (!List.of(options).contains("--bearer")) {
      client.login();
    }
  }

  private static void assertRefused(int status, int code, HttpResponse<String> answer) {
    assertEquals(status, answer.statusCode(), answer.body());
    assertTrue(answer.body().contains("\"httpStatusCode\":" + status), answer.body());
    assertTrue(answer.body().endsWith("\"errorCode\":" + code + "}"), answer.body());
  }

  private void map(String id) throws IOException {
    HttpResponse<String> answer = client.act(id, "addMappedSdc", sdc(gateway.thisHost().guid()));
    assertEquals("{}", answer.body());
  }

  private static String sdc(String guid) {
    return "{'guid':'" + guid + "','allowMultipleMappings':'TRUE'}";
  }

  @Test
  void roundsSizesUpWithoutAWord() throws IOException {
    assertEquals(200, client.create("odd", "'volumeSizeInKb':'4194304'").statusCode());

    LabVolume made = gateway.volume("odd").orElseThrow();
    assertEquals(8 * GIB, made.capacityBytes());
    assertEquals(8 * GIB, Files.size(made.file()));
    assertEquals("ThickProvisioned", made.type());
  }

  @Test
  void roundsToGibibytesInVersion5() throws IOException {
    restart("--version=5.0");
    assertEquals(200, client.create("odd", "'volumeSizeInKb':1048577").statusCode());

    assertEquals(2 * GIB, gateway.volume("odd").orElseThrow().capacityBytes());
  }

  @Test
  void growsByMultiplesOnlyAndNeverShrinks() throws IOException {
    String id = client.volume("v");

    assertRefused(400, 0, client.act(id, "setVolumeSize", "{'sizeInGB':'10'}"));
    assertRefused(500, 133, client.act(id, "setVolumeSize", "{'sizeInGB':'8'}"));
    assertEquals("{}", client.act(id, "setVolumeSize", "{'sizeInGB':'16'}").body());
    assertEquals(16 * GIB, gateway.volume("v").orElseThrow().capacityBytes());
  }

  @Test
  void namesAreUniqueAndShort() throws IOException {
    client.volume("a".repeat(31));

    String size = "'volumeSizeInKb':'8388608'";
    assertRefused(500, 99, client.create("a".repeat(31), size));
    assertRefused(500, 226, client.create("a".repeat(32), size));
    assertRefused(500, 236, client.create("two words", size));
    assertRefused(400, 0, client.create("", size));
    assertRefused(400, 0, client.create("no-size", "'volumeType':'ThinProvisioned'"));
  }

  @Test
  void findsVolumesByDoublyEncodedNames() throws IOException {
    String id = client.volume("a/b+c==");

    String path = "/api/types/Volume/instances/getByName::";
    assertEquals("\"" + id + "\"", client.get(path + "a%252Fb%252Bc%253D%253D").body());
    assertRefused(500, 79, client.get(path + "a%252Fb"));
  }

  @ParameterizedTest
  @CsvSource({"2.0, 3", "3.5, 79"})
  void saysByVersionThatAVolumeIsAbsent(String version, int code) throws IOException {
    restart("--version=" + version);

    assertEquals("\"" + version + "\"", client.get("/api/version").body());
    assertRefused(500, code, client.get("/api/types/Volume/instances/getByName::x"));
    assertRefused(
        500, 79, client.post("/api/types/Volume/instances/action/queryIdByKey", "{'name':'x'}"));
    assertRefused(500, 79, client.get("/api/instances/Volume::00000000000000ff"));
    assertRefused(400, 0, client.get("/api/instances/Volume::None"));
  }

  @ParameterizedTest
  @CsvSource({"3.5, 81, 84", "4.0, 4037, 4039"})
  void saysByVersionThatAVolumeIsMappedAlready(String version, int mapped, int unmapped)
      throws IOException {
    restart("--version=" + version);
    String id = client.volume("v");
    String here = sdc(gateway.thisHost().guid());

    assertRefused(500, unmapped, client.act(id, "removeMappedSdc", "{'allSdcs':''}"));
    map(id);
    assertRefused(500, mapped, client.act(id, "addMappedSdc", here));
    assertRefused(500, 104, client.act(id, "removeVolume", "{'removeMode':'ONLY_ME'}"));
    assertEquals("{}", client.act(id, "removeMappedSdc", here).body());
    assertRefused(500, unmapped, client.act(id, "removeMappedSdc", here));
    assertEquals("{}", client.act(id, "removeVolume", "{'removeMode':'ONLY_ME'}").body());
    assertRefused(500, 79, client.act(id, "removeVolume", "{'removeMode':'ONLY_ME'}"));
  }

  @Test
  void mapsToASecondHostOnlyWhenThatIsAllowed() throws IOException {
    String id = client.volume("v");
    map(id);

    String other = "{'guid':'" + gateway.otherHost().guid().toLowerCase(Locale.ROOT);
    assertRefused(500, 306, client.act(id, "addMappedSdc", other + "'}"));
    assertEquals(
        "{}", client.act(id, "addMappedSdc", other + "','allowMultipleMappings':'true'}").body());
    assertEquals(
        List.of(gateway.thisHost().guid(), gateway.otherHost().guid()),
        gateway.volume("v").orElseThrow().mappedTo());
    assertRefused(
        500, 80, client.act(id, "addMappedSdc", sdc("11111111-2222-3333-4444-555555555555")));
  }

  @Test
  void limitsAreOfAMapping() throws IOException {
    String id = client.volume("v");
    String limits = "{'guid':'" + gateway.thisHost().guid() + "','iopsLimit':";
    assertRefused(500, 84, client.act(id, "setMappedSdcLimits", limits + "'100'}"));
    map(id);

    assertRefused(400, 0, client.act(id, "setMappedSdcLimits", limits + "'10'}"));
    String bandwidth = limits + "'100','bandwidthLimitInKbps':";
    assertRefused(400, 0, client.act(id, "setMappedSdcLimits", bandwidth + "'1000'}"));
    assertEquals("{}", client.act(id, "setMappedSdcLimits", bandwidth + "'2048'}").body());
    String shown = client.get("/api/instances/Volume::" + id).body();
    assertTrue(shown.contains("\"limitBwInMbps\":2,\"limitIops\":100"), shown);
  }

  @Test
  void tokensEndWhenTheyAreIdleAndWhenTheyAreOld() throws IOException {
    gateway.advanceClock(Duration.ofMinutes(9));
    assertEquals(200, client.get("/api/version").statusCode());
    gateway.advanceClock(Duration.ofMinutes(10));
    assertRefused(401, 0, client.get("/api/version"));

    client.login();
    for (int minutes = 0; minutes < 472; minutes += 8) {
      gateway.advanceClock(Duration.ofMinutes(8));
      assertEquals(200, client.get("/api/version").statusCode());
    }
    gateway.advanceClock(Duration.ofMinutes(9));
    assertRefused(401, 0, client.get("/api/version"));
  }

  @Test
  void refusesWhoHasNoTokenAndWhoHasLoggedOut() throws IOException {
    String good = client.authorization();
    client.authorization(RawClient.basic(gateway.username(), gateway.password()));
    assertRefused(401, 0, client.get("/api/version"));
    client.authorization(RawClient.basic(gateway.username(), "wrong"));
    assertRefused(401, 0, client.get("/api/login"));
    client.authorization(good);
    assertEquals(200, client.get("/api/logout").statusCode());
    assertRefused(401, 0, client.get("/api/version"));
  }

  @Test
  void knowsBearerTokensFromVersion4On() throws IOException {
    String login =
        "{'username':'" + gateway.username() + "','password':'" + gateway.password() + "'}";
    assertEquals(404, client.post("/rest/auth/login", login).statusCode());
    restart("--version=4.5", "--bearer");
    assertEquals(404, client.get("/api/login").statusCode());
    login = "{'username':'" + gateway.username() + "','password':'" + gateway.password() + "'}";
    String answer = client.post("/rest/auth/login", login).body();
    String token = answer.replaceAll(".*\"access_token\":\"([^\"]*)\".*", "$1");
    String refresh = answer.replaceAll(".*\"refresh_token\":\"([^\"]*)\".*", "$1");

    client.authorization(RawClient.basic("", token));
    assertEquals(401, client.get("/api/version").statusCode());
    client.authorization("Bearer " + token);
    assertEquals("\"4.5\"", client.get("/api/version").body());
    HttpResponse<String> logout =
        client.post("/rest/auth/logout", "{'refresh_token':'" + refresh + "'}");
    assertEquals(204, logout.statusCode());
    assertEquals("", logout.body());
    assertEquals(401, client.get("/api/version").statusCode());
  }

  @Test
  void snapshotsAllOrNothing() throws IOException {
    String one = client.volume("one");
    String two = client.volume("two");
    String path = "/api/instances/System/action/snapshotVolumes";

    HttpResponse<String> refused =
        client.post(path, snapshots(one, "s1", "00000000000000ff", "s2"));
    assertEquals(500, refused.statusCode());
    assertTrue(refused.body().contains("\"message\":\"Error with details\""), refused.body());
    assertTrue(refused.body().contains("\"rc\":79"), refused.body());
    assertEquals(2, gateway.volumes().size());

    assertEquals(200, client.post(path, snapshots(one, "s1", two, "s2")).statusCode());
    assertEquals("Snapshot", gateway.volume("s1").orElseThrow().type());
    gateway.fault("snapshot-limit:1");
    refused = client.post(path, snapshots(one, "s3", two, "s4"));
    assertTrue(refused.body().contains("\"rc\":182"), refused.body());
  }

  private static String snapshots(String first, String name, String second, String other) {
    String definition = "{'volumeId':'%s','snapshotName':'%s'}";
    return "{'snapshotDefs':["
        + definition.formatted(first, name)
        + ","
        + definition.formatted(second, other)
        + "]}";
  }

  @Test
  void volumesAreDevicesWhoseContentStays() throws IOException {
    String id = client.volume("v");
    map(id);
    LabVolume volume = gateway.volume("v").orElseThrow();
    Path device = gateway.link(gateway.thisHost(), volume);
    byte[] content = "content".getBytes(StandardCharsets.UTF_8);
    try (FileChannel channel = FileChannel.open(device, StandardOpenOption.WRITE)) {
      assertEquals(8 * GIB, channel.size());
      channel.write(ByteBuffer.wrap(content), 7 * GIB);
    }
    client.post(
        "/api/instances/System/action/snapshotVolumes",
        "{'snapshotDefs':[{'volumeId':'" + id + "','snapshotName':'s'}]}");
    client.act(id, "removeMappedSdc", sdc(gateway.thisHost().guid()));

    assertFalse(Files.exists(device, LinkOption.NOFOLLOW_LINKS));
    for (String name : List.of("v", "s")) {
      ByteBuffer read = ByteBuffer.allocate(content.length);
      try (FileChannel file = FileChannel.open(gateway.volume(name).orElseThrow().file())) {
        file.read(read, 7 * GIB);
      }
      assertArrayEquals(content, read.array(), name);
    }
    assertEquals("{}", client.act(id, "removeVolume", "{'removeMode':'ONLY_ME'}").body());
    assertTrue(gateway.volume("s").isPresent());
  }

  @Test
  void leavesNothingBehindAndCleansWhatAKilledOneLeft() throws Exception {
    String id = client.volume("v");
    map(id);
    Path folder = gateway.caFile().getParent();
    Path device =
        Files.readSymbolicLink(gateway.link(gateway.thisHost(), gateway.volume("v").orElseThrow()));
    gateway.kill();
    assertTrue(Files.exists(folder));

    restart();
    assertFalse(Files.exists(folder));
    assertEquals(0, children(byId));
    assertTrue(device.startsWith(folder) || sizeOf(device) == 0, "still attached: " + device);

    map(client.volume("v"));
    assertEquals(1, children(byId));
    folder = gateway.caFile().getParent();
    gateway.close();
    assertFalse(Files.exists(folder));
    assertEquals(0, children(byId));
  }

  private static long sizeOf(Path device) throws IOException {
    try (FileChannel channel = FileChannel.open(device)) {
      return channel.size();
    }
  }

  private static long children(Path folder) throws IOException {
    try (var entries = Files.list(folder)) {
      return entries.count();
    }
  }

  @Test
  void isStrictAboutWhatItIsAsked() throws IOException {
    String id = client.volume("v");
    assertEquals(404, client.get("/api/types/Nothing/instances").statusCode());
    assertEquals(404, client.act(id, "addMappedSDC", "{}").statusCode());
    assertRefused(400, 0, client.act(id, "addMappedSdc", "{}"));
    assertRefused(400, 0, client.act(id, "addMappedSdc", "no JSON"));
    assertRefused(400, 0, client.act(id, "removeVolume", "{'removeMode':'ALL'}"));
    assertEquals(
        415,
        gateway
            .send(
                client
                    .request("/api/instances/Volume::" + id + "/action/removeVolume")
                    .POST(BodyPublishers.ofString("removeMode=ONLY_ME"))
                    .build())
            .statusCode());
  }

  @Test
  void recordsCallsInOrderWithBodiesButNoPassword() throws IOException {
    gateway.forgetCalls();
    client.login();
    String id = client.volume("v");
    client.act(id, "setVolumeName", "{ 'newName' : 'w' }");

    assertEquals(
        List.of("login", "queryIdByKey", "createVolume", "setVolumeName"), gateway.operations());
    assertEquals("{\"newName\":\"w\"}", gateway.calls().get(3).body());
    assertEquals(200, gateway.calls().get(3).status());
    assertFalse(gateway.calls().toString().contains(gateway.password()));
  }

  @Test
  void reservesWhatThickVolumesMayNeed() throws IOException {
    restart("--capacity-gib=16");
    assertEquals(200, client.create("a", "'volumeSizeInKb':'16777216'").statusCode());
    assertRefused(500, 67, client.create("b", "'volumeSizeInKb':'8388608'"));
    String thin = "'volumeType':'ThinProvisioned','volumeSizeInKb':'%d'";
    assertRefused(500, 309, client.create("b", thin.formatted(72L << 20)));
    assertEquals(200, client.create("b", thin.formatted(64L << 20)).statusCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "401", "401:*", "device", "device:late", "full:1", "slow:*:0"})
  void refusesFaultsThatItDoesNotKnow(String fault) {
    assertThrows(IllegalArgumentException.class, () -> gateway.fault(fault));
  }

  @Test
  void goesWrongAsItIsTold() throws IOException {
    gateway.fault("503:createVolume:1");
    gateway.fault("401:getVolume:2");
    gateway.fault("busy:getVolume:3");
    gateway.fault("lost:setVolumeName:1");
    gateway.fault("removing:2");

    HttpResponse<String> page = client.create("v", "'volumeSizeInKb':'8388608'");
    assertEquals(503, page.statusCode());
    assertTrue(page.body().startsWith("<html>"), page.body());
    String id = client.volume("v");
    String volume = "/api/instances/Volume::" + id;
    assertEquals(200, client.get(volume).statusCode());
    assertRefused(401, 0, client.get(volume));
    client.login();
    assertRefused(500, 164, client.get(volume));
    assertThrows(IOException.class, () -> client.act(id, "setVolumeName", "{'newName':'w'}"));
    assertTrue(gateway.volume("w").isPresent());
    String remove = "{'removeMode':'ONLY_ME'}";
    assertRefused(500, 212, client.act(id, "removeVolume", remove));
    assertRefused(500, 212, client.act(id, "removeVolume", remove));
    assertRefused(500, 212, client.act(id, "removeVolume", remove));
    assertRefused(500, 79, client.act(id, "removeVolume", remove));
  }

  @Test
  void devicesComeAndGoAsFaultsHaveIt() throws Exception {
    gateway.fault("device:rescan");
    gateway.fault("leaving:never");
    String id = client.volume("v");
    map(id);
    Path link = gateway.link(gateway.thisHost(), gateway.volume("v").orElseThrow());
    assertFalse(Files.exists(link));

    String drvCfg = gateway.thisHost().drvCfg().toString();
    assertEquals(0, new ProcessBuilder(drvCfg, "--rescan").start().waitFor());
    assertTrue(Files.exists(link));
    client.act(id, "removeMappedSdc", sdc(gateway.thisHost().guid()));
    assertTrue(Files.exists(link));
  }
}
