package org.stowage.plugin.scaleio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.ephemeral.Connection;
import org.stowage.api.ephemeral.Volume;
import org.stowage.api.ephemeral.VolumeLimits;
import org.stowage.api.ephemeral.VolumeRequest;
import org.stowage.plugin.scaleio.gateway.Patience;
import org.stowage.testkit.lab.LabGateway.Call;
import org.stowage.testkit.lab.LabGateway.LabVolume;

/** What goes wrong on arrays: each recovers, or fails with one clear error and nothing left. */
class BadDaysIT extends LabTest {

  private LabVolume inLab(String name) throws IOException {
    return lab.volume(name).orElseThrow();
  }

  private boolean hasDevice(Volume volume) throws IOException {
    Path link = byId.resolve("emc-vol-" + lab.systemId() + "-" + volume.id());
    return Files.exists(link, LinkOption.NOFOLLOW_LINKS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"401", "401-html"})
  void logsInOnceMoreAndRepeatsWhatWasRefused(String fault) throws IOException {
    make("v");
    lab.fault(fault + ":createVolume:1");
    lab.forgetCalls();

    make("w");

    assertEquals(List.of("createVolume", "login", "createVolume", "version"), withVersion());
    assertTrue(lab.volume("w").isPresent());
  }

  /** The next call that needs the version asks for it again: the gateway may have been upgraded. */
  private List<String> withVersion() throws IOException {
    volumes.capacityMultipleBytes();
    return lab.operations();
  }

  @Test
  void waitsForALoginThatIsAwayForAMoment() throws IOException {
    make("v");
    lab.fault("401:getVolume:1");
    lab.fault("503:login:1:2");

    assertTrue(volumes.find("v").isPresent());
  }

  @Test
  void saysWhenAVolumeIsMappedToAllHosts() throws Exception {
    Volume made = make("v");
    mapToAll(made);

    connect(made);
    assertFails(
        CommonError.NOT_ALLOWED,
        List.of("v", "domain1/pool1", lab.systemId(), "mapped to all SDCs"),
        () -> volumes.disconnect(made));
  }

  private void mapToAll(Volume volume) throws Exception {
    String token = lab.send(request("/api/login", lab.password()).build()).body().replace("\"", "");
    HttpRequest map =
        request("/api/instances/Volume::" + volume.id() + "/action/addMappedSdc", token)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"allSdcs\":\"\"}"))
            .build();
    assertEquals(200, lab.send(map).statusCode());
  }

  private HttpRequest.Builder request(String path, String password) {
    String user = lab.username() + ":" + password;
    return HttpRequest.newBuilder(lab.url().resolve(path))
        .header(
            "Authorization",
            "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aSecondRefusalIsARealOne() throws IOException {
    make("v");
    lab.fault("401:getVolume:1");
    lab.fault("401:getVolume:2");
    lab.forgetCalls();

    assertFails(
        CommonError.AUTHENTICATION, List.of("v", lab.url().toString()), () -> volumes.find("v"));

    assertEquals(1, count("login"));
    assertEquals(2, count("getVolume"));
  }

  @Test
  void oneThreadLogsInForAll() throws Exception {
    make("v");
    lab.advanceClock(Duration.ofHours(9));
    lab.forgetCalls();

    List<Future<Optional<Volume>>> found = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      for (int i = 0; i < 8; i++) {
        found.add(threads.submit(() -> volumes.find("v")));
      }
      for (Future<Optional<Volume>> each : found) {
        assertTrue(each.get().isPresent());
      }
    } finally {
      threads.shutdownNow();
    }
    assertEquals(1, count("login"));
  }

  @Test
  void refusesAWrongPasswordWithoutShowingIt() throws IOException {
    Map<String, Object> options = lab.options();
    options.put("rest_server_password", "hidden-" + lab.password());
    try (var wrong = new SioBackend().open(options)) {
      StorageException failure =
          assertFails(
              CommonError.AUTHENTICATION,
              List.of(lab.url().toString(), lab.username()),
              wrong::capacityMultipleBytes);
      assertFalse(failure.getMessage().contains("hidden"), failure.getMessage());
    }
  }

  @Test
  void tellsNoCredentialsToWhoeverUsesAVolume() throws IOException {
    Connection made = volumes.connect(make("v"), VolumeLimits.NONE);
    for (String secret : List.of(lab.password(), lab.username(), lab.url().getHost())) {
      assertFalse(made.toString().contains(secret), made::toString);
    }
  }

  @Test
  void endsItsSession() throws IOException {
    make("v");
    volumes.close();

    assertEquals("logout", lab.operations().get(lab.operations().size() - 1));
    assertEquals(200, lab.calls().get(lab.calls().size() - 1).status());
    assertThrows(StorageException.class, () -> volumes.find("v"));
  }

  @ParameterizedTest
  @CsvSource({
    "createVolume, 2", "addMappedSdc, 2", "setVolumeSize, 2", "setVolumeName, 2",
    "snapshotVolumes, 2", "removeMappedSdc, 2", "removeVolume, 3", "setMappedSdcLimits, 2"
  })
  void survivesALostReply(String operation, int calls) throws IOException {
    lab.fault("lost:" + operation + ":1");

    liveThrough();

    assertEquals(calls, count(operation));
  }

  @ParameterizedTest
  @ValueSource(strings = {"503:*:4:2", "busy:*:3:2", "503:login:1", "busy:createVolume:1:3"})
  void waitsForAGatewayThatIsAwayForAMoment(String fault) throws IOException {
    volumes.close();
    lab.fault(fault);
    volumes = open(new Patience(Duration.ofSeconds(5), Duration.ofSeconds(2), shortPauses()));

    liveThrough();
  }

  private static List<Duration> shortPauses() {
    return List.of(Duration.ofMillis(10), Duration.ofMillis(20), Duration.ofMillis(40));
  }

  /** Everything once: every step must succeed, and nothing must be left. */
  private void liveThrough() throws IOException {
    Volume made = make("v");
    volumes.connect(made, new VolumeLimits(100, 1 << 20));
    made = volumes.extend(made, 2 * UNIT);
    made = volumes.rename(made, "w");
    Volume snapshot = volumes.snapshot(Map.of(made, "s")).get(made);
    assertEquals(2 * UNIT, inLab("w").capacityBytes());
    assertEquals("Snapshot", inLab("s").type());
    volumes.disconnect(made);
    volumes.delete(snapshot);
    volumes.delete(made);
    assertEquals(List.of(), lab.volumes());
    assertFalse(hasDevice(made));
  }

  @Test
  void givesUpOnAGatewayThatStaysAway() throws IOException {
    make("v");
    lab.fault("503:queryIdByKey:1:100");
    lab.forgetCalls();

    assertFails(
        ScaleioError.UNREACHABLE,
        List.of("the volume v", lab.url().toString(), "503", "4 times"),
        () -> volumes.find("v"));
    assertEquals(4, count("queryIdByKey"));
  }

  @Test
  void givesUpOnAnswersThatDoNotCome() throws IOException {
    volumes.capacityMultipleBytes();
    lab.fault("hang:queryIdByKey:1");
    volumes.close();
    volumes = open(new Patience(Duration.ofSeconds(5), Duration.ofMillis(300), List.of()));

    assertFails(ScaleioError.UNREACHABLE, List.of("v", "timed out"), () -> volumes.find("v"));
  }

  @Test
  void waitsOutSlowAnswers() throws IOException {
    lab.fault("slow:queryIdByKey:300");
    assertEquals(Optional.empty(), volumes.find("v"));
  }

  @Test
  void waitsWhileARemovalIsInProgress() throws IOException {
    Volume made = make("v");
    lab.fault("removing:1");
    volumes.delete(made);
    assertEquals(List.of(), lab.volumes());
  }

  @Test
  void givesUpOnARemovalThatDoesNotEnd() throws IOException {
    Volume made = make("v");
    lab.fault("removing:100");
    assertFails(
        ScaleioError.REFUSED,
        List.of("v", "domain1/pool1", lab.url().toString(), "212"),
        () -> volumes.delete(made));
  }

  @ParameterizedTest
  @CsvSource({"device:late:300", "device:dangling:300", "device:rescan"})
  void waitsForADeviceThatIsLate(String fault) throws IOException {
    Volume made = make("v");
    lab.fault(fault);
    connect(made);
    assertTrue(hasDevice(made));
  }

  @Test
  void takesTheMappingBackWhenTheDeviceNeverComes() throws IOException {
    Volume made = make("v");
    lab.fault("device:never");
    assertFails(
        ScaleioError.DEVICE_MISSING,
        List.of("v", made.id(), "domain1/pool1", lab.systemId(), lab.thisHost().guid(), "1 s"),
        () -> connect(made));
    assertEquals(List.of(), inLab("v").mappedTo());
  }

  @Test
  void leavesAMappingThatWasThereBefore() throws IOException {
    Volume made = make("v");
    connect(made);
    Path link = byId.resolve("emc-vol-" + lab.systemId() + "-" + made.id());
    Files.delete(link);
    lab.fault("device:never");

    assertFails(ScaleioError.DEVICE_MISSING, List.of("v"), () -> connect(made));
    assertEquals(List.of(lab.thisHost().guid()), inLab("v").mappedTo());
  }

  @Test
  void takesAllMappingsOfAMoveBackWhenOneDeviceNeverComes() throws IOException {
    Map<Volume, VolumeLimits> all = new LinkedHashMap<>();
    all.put(make("a"), VolumeLimits.NONE);
    all.put(make("b"), VolumeLimits.NONE);
    lab.fault("device:never");

    assertFails(ScaleioError.DEVICE_MISSING, List.of("the volume a"), () -> volumes.prepare(all));
    assertEquals(List.of(), inLab("a").mappedTo());
    assertEquals(List.of(), inLab("b").mappedTo());
  }

  @Test
  void saysWhenTheArrayDoesNotLetTheHostIn() throws IOException {
    Volume made = make("v");
    lab.fault("unapproved");
    assertFails(
        ScaleioError.HOST_NOT_READY,
        List.of(
            "not approved",
            lab.thisHost().guid(),
            lab.url().toString(),
            "restricting SDCs is None"),
        () -> connect(made));
    lab.clearFaults();
    lab.fault("disconnected");
    assertFails(ScaleioError.HOST_NOT_READY, List.of("Disconnected"), () -> connect(made));
    assertEquals(List.of(), inLab("v").mappedTo());
  }

  @Test
  void waitsForADeviceThatLeavesLate() throws IOException {
    Volume made = make("v");
    connect(made);
    lab.fault("leaving:late:300");
    volumes.disconnect(made);
    assertFalse(hasDevice(made));
  }

  @Test
  void saysWhenADeviceStays() throws IOException {
    Volume made = make("v");
    connect(made);
    lab.fault("leaving:never");
    assertFails(
        ScaleioError.DEVICE_STAYS,
        List.of("v", "domain1/pool1", lab.systemId()),
        () -> volumes.disconnect(made));
    assertEquals(List.of(), inLab("v").mappedTo());
  }

  @ParameterizedTest
  @ValueSource(strings = {"thick", "thin"})
  void saysWhenThereIsNoRoom(String type) throws IOException {
    lab.fault("full");
    assertFails(
        ScaleioError.POOL_FULL,
        List.of("the volume v", "domain1/pool1", lab.url().toString()),
        () -> volumes.create(new VolumeRequest("v", UNIT, Map.of("disk:provisioning_type", type))));
    assertEquals(List.of(), lab.volumes());
  }

  @ParameterizedTest
  @ValueSource(strings = {"codes:old", "codes:new"})
  void knowsBothSetsOfCodesForMappings(String codes) throws IOException {
    Volume made = make("v");
    lab.fault(codes);
    connect(made);
    connect(made);
    volumes.disconnect(made);
    volumes.disconnect(made);
    assertEquals(List.of(), inLab("v").mappedTo());
  }

  @Test
  void saysWhenThereAreTooManySnapshots() throws IOException {
    Volume made = make("v");
    lab.fault("snapshot-limit:1");
    volumes.snapshot(Map.of(made, "s1"));
    assertFails(
        ScaleioError.SNAPSHOT_LIMIT,
        List.of("s2", "too many snapshots", "182", lab.systemId()),
        () -> volumes.snapshot(Map.of(made, "s2")));
  }

  @Test
  void neverUnmapsOtherHosts() throws IOException {
    Volume made = make("v");
    connect(made);
    String dead = lab.otherHost().guid();
    mapToOther(made);
    assertEquals(List.of(lab.thisHost().guid(), dead), inLab("v").mappedTo());

    volumes.rollBack(List.of(made));
    assertEquals(List.of(dead), inLab("v").mappedTo());
    connect(made);
    volumes.evacuate(List.of(made), dead);
    assertEquals(List.of(lab.thisHost().guid()), inLab("v").mappedTo());
    for (Call each : lab.calls()) {
      if (each.operation().equals("addMappedSdc")) {
        assertTrue(each.body().contains("\"allowMultipleMappings\":\"TRUE\""), each.body());
      }
      assertFalse(each.body().contains("allSdcs"), each.body());
    }
  }

  private void mapToOther(Volume volume) throws IOException {
    Map<String, Object> options = lab.options();
    options.put("default_sdcguid", lab.otherHost().guid().toLowerCase(Locale.ROOT));
    options.put("by_id_path", lab.otherHost().byIdFolder().toString());
    options.put("drv_cfg_path", lab.otherHost().drvCfg().toString());
    try (var other = new SioBackend().open(options)) {
      Connection there = other.connect(volume, VolumeLimits.NONE);
      assertTrue(there.blockPath().endsWith(volume.id()), there.blockPath());
    }
  }

  @Test
  void finishesTheOthersWhenOneVolumeCannotBeDisconnected() throws IOException {
    Volume one = make("a");
    Volume two = make("b");
    connect(one);
    connect(two);
    lab.fault("503:removeMappedSdc:1:4");

    assertFails(
        ScaleioError.UNREACHABLE, List.of("the volume a"), () -> volumes.finish(List.of(one, two)));
    assertEquals(List.of(), inLab("b").mappedTo());
  }

  @Test
  void refusesPoolsThatShowWhatOthersWrote() throws IOException {
    VolumeRequest request = new VolumeRequest("v", UNIT, Map.of("disk:pool", "unpadded"));
    assertFails(
        ScaleioError.POOL_NOT_PADDED,
        List.of("v", "domain1/unpadded", lab.url().toString()),
        () -> volumes.create(request));
    assertEquals(0, count("createVolume"));

    Map<String, Object> options = lab.options();
    options.put("allow_non_padded_pools", true);
    try (var allowed = new SioBackend().open(options)) {
      assertFalse(allowed.create(request).readsAsZero());
    }
  }

  @Test
  void namesThePoolAndDomainThatAreNotThere() throws IOException {
    assertFails(
        CommonError.NOT_FOUND,
        List.of("domain2/pool2", lab.url().toString()),
        () ->
            volumes.create(
                new VolumeRequest(
                    "v", UNIT, Map.of("disk:domain", "domain2", "disk:pool", "pool2"))));
    assertFails(
        CommonError.NOT_FOUND,
        List.of("nowhere/pool1"),
        () -> volumes.create(new VolumeRequest("v", UNIT, Map.of("disk:domain", "nowhere"))));
  }

  @Test
  void makesVolumesWhereAndHowTheFlavorSays() throws IOException {
    volumes.create(
        new VolumeRequest(
            "v", UNIT, Map.of("disk:domain", "domain2", "disk:provisioning_type", "thin")));
    LabVolume made = inLab("v");
    assertEquals("domain2", made.domain());
    assertEquals("pool1", made.pool());
    assertEquals("ThinProvisioned", made.type());
    assertEquals("ThickProvisioned", inLab(make("w").name()).type());
  }

  @Test
  void refusesAVolumeOfTheSameNameInAnotherPlace() throws IOException {
    make("v");
    assertFails(
        CommonError.ALREADY_EXISTS,
        List.of("v", "domain1/pool1", "domain2/pool1"),
        () -> volumes.create(new VolumeRequest("v", UNIT, Map.of("disk:domain", "domain2"))));
  }

  @Test
  void discardsOnlyOnThinVolumes() throws IOException {
    Volume thick = make("thick");
    Volume thin =
        volumes.create(new VolumeRequest("thin", UNIT, Map.of("disk:provisioning_type", "thin")));
    String driver = "<driver name='qemu' type='raw' cache='none' io='native'";
    assertTrue(xml(thick).contains(driver + "/>"), xml(thick));
    assertTrue(xml(thin).contains(driver + " discard='unmap'/>"), xml(thin));
  }

  private String xml(Volume volume) throws IOException {
    return volumes.connect(volume, VolumeLimits.NONE).libvirtDiskXml();
  }

  @Test
  void limitsWhatAHostMayAskOfAVolume() throws IOException {
    Volume made = make("v");
    volumes.connect(made, new VolumeLimits(100, 3 << 20));
    Call limits = lastCall("setMappedSdcLimits");
    assertTrue(limits.body().contains("\"iopsLimit\":\"100\""), limits.body());
    assertTrue(limits.body().contains("\"bandwidthLimitInKbps\":\"3072\""), limits.body());

    connect(made);
    assertTrue(lastCall("setMappedSdcLimits").body().contains("\"iopsLimit\":\"0\""));
    assertFails(
        CommonError.USAGE,
        List.of("v", "10 operations"),
        () -> volumes.connect(made, new VolumeLimits(10, 0)));
  }

  private Call lastCall(String operation) throws IOException {
    List<Call> all =
        lab.calls().stream().filter(call -> call.operation().equals(operation)).toList();
    return all.get(all.size() - 1);
  }
}
