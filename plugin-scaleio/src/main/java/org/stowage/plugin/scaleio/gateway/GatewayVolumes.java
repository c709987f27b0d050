package org.stowage.plugin.scaleio.gateway;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The volumes of an array, call by call. Errors are as the array has them, with names put in; to
 * repeat a call leads to an error that says that it was carried out before.
 */
public final class GatewayVolumes {

  private static final long KIB_PER_GIB = 1 << 20;

  private final Gateway gateway;

  public GatewayVolumes(Gateway gateway) {
    this.gateway = gateway;
  }

  /** The volume of this name; empty when there is none. */
  public Optional<ArrayVolume> find(String name) throws IOException {
    try {
      String id =
          gateway.id(
              GatewayCall.post(
                  "looking for the volume " + name + " on " + gateway.label(),
                  "/api/types/Volume/instances/action/queryIdByKey",
                  Map.of("name", name)));
      return byId(id, name);
    } catch (GatewayException e) {
      if (e.is(ArrayCode.VOLUME_ABSENT, ArrayCode.NOT_FOUND)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * The volume of this id; empty when there is none.
   *
   * @param name for messages
   */
  public Optional<ArrayVolume> byId(String id, String name) throws IOException {
    GatewayCall call =
        GatewayCall.get(
            "asking for the volume " + name + " of " + gateway.label(),
            "/api/instances/Volume::" + Gateway.checked(id));
    try {
      return Optional.of(volume(call, gateway.object(call, gateway.client().send(call))));
    } catch (GatewayException e) {
      if (e.is(ArrayCode.VOLUME_ABSENT, ArrayCode.NOT_FOUND)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private List<ArrayVolume> byIds(String attempted, List<?> ids) throws IOException {
    GatewayCall call =
        GatewayCall.post(
            attempted, "/api/types/Volume/instances/action/queryBySelectedIds", Map.of("ids", ids));
    List<ArrayVolume> found = new ArrayList<>();
    for (Map<?, ?> each : gateway.objects(call, gateway.client().send(call))) {
      found.add(volume(call, each));
    }
    return found;
  }

  /** The volumes that are mapped to a host. */
  public List<ArrayVolume> mappedTo(Sdc sdc) throws IOException {
    GatewayCall call =
        GatewayCall.get(
            "asking for the volumes of the SDC " + sdc.guid() + " on " + gateway.label(),
            "/api/instances/Sdc::" + Gateway.checked(sdc.id()) + "/relationships/Volume");
    List<ArrayVolume> found = new ArrayList<>();
    for (Map<?, ?> each : gateway.objects(call, gateway.client().send(call))) {
      found.add(volume(call, each));
    }
    return found;
  }

  private ArrayVolume volume(GatewayCall call, Map<?, ?> shown) throws IOException {
    GatewayClient client = gateway.client();
    return new ArrayVolume(
        client.field(call, shown, "id", String.class),
        client.field(call, shown, "name", String.class),
        client.field(call, shown, "sizeInKb", Number.class).longValue(),
        client.field(call, shown, "volumeType", String.class),
        gateway.poolById(client.field(call, shown, "storagePoolId", String.class)),
        shown.get("ancestorVolumeId") instanceof String ancestor ? ancestor : null);
  }

  /**
   * @param type {@link ArrayVolume#THICK} or {@link ArrayVolume#THIN}
   * @return its id
   */
  public String create(String name, long sizeKib, String type, Pool pool) throws IOException {
    GatewayCall call =
        GatewayCall.post(
            "creating the volume " + name + " in " + pool + " of " + gateway.label(),
            "/api/types/Volume/instances",
            Map.of(
                "protectionDomainId",
                pool.domainId(),
                "storagePoolId",
                pool.id(),
                "name",
                name,
                "volumeType",
                type,
                "volumeSizeInKb",
                String.valueOf(sizeKib)));
    return gateway
        .client()
        .field(call, gateway.object(call, gateway.client().send(call)), "id", String.class);
  }

  public void map(String id, String what, String sdcGuid) throws IOException {
    act("connecting " + what, id, "addMappedSdc", sdc(sdcGuid, "allowMultipleMappings", "TRUE"));
  }

  public void unmap(String id, String what, String sdcGuid) throws IOException {
    act("disconnecting " + what, id, "removeMappedSdc", sdc(sdcGuid));
  }

  /**
   * @param iops 0 for none
   * @param kibPerSecond 0 for none
   */
  public void limit(String id, String what, String sdcGuid, long iops, long kibPerSecond)
      throws IOException {
    act(
        "limiting " + what,
        id,
        "setMappedSdcLimits",
        sdc(
            sdcGuid,
            "iopsLimit",
            String.valueOf(iops),
            "bandwidthLimitInKbps",
            String.valueOf(kibPerSecond)));
  }

  public void resize(String id, String what, long capacityBytes) throws IOException {
    act(
        "extending " + what + " to " + (capacityBytes >> 30) + " GiB",
        id,
        "setVolumeSize",
        Map.of("sizeInGB", String.valueOf((capacityBytes >> 10) / KIB_PER_GIB)));
  }

  public void rename(String id, String what, String newName) throws IOException {
    act("renaming " + what + " to " + newName, id, "setVolumeName", Map.of("newName", newName));
  }

  /** Removes one volume; its snapshots stay. */
  public void remove(String id, String what) throws IOException {
    act("deleting " + what, id, "removeVolume", Map.of("removeMode", "ONLY_ME"));
  }

  private void act(String attempted, String id, String verb, Map<String, ?> body)
      throws IOException {
    gateway
        .client()
        .send(
            GatewayCall.post(
                attempted + " of " + gateway.label(),
                "/api/instances/Volume::" + Gateway.checked(id) + "/action/" + verb,
                body));
  }

  private static Map<String, String> sdc(String guid, String... more) {
    Map<String, String> body = new LinkedHashMap<>();
    body.put("guid", guid);
    for (int i = 0; i < more.length; i += 2) {
      body.put(more[i], more[i + 1]);
    }
    return body;
  }

  /**
   * Snapshots volumes, all at the same moment.
   *
   * @param names the name of each snapshot, by the id of its volume
   * @return the snapshots, in no order
   */
  public List<ArrayVolume> snapshot(Map<String, String> names) throws IOException {
    List<Map<String, String>> definitions = new ArrayList<>();
    names.forEach(
        (id, name) ->
            definitions.add(Map.of("volumeId", Gateway.checked(id), "snapshotName", name)));
    String verb = gateway.version().major() >= 5 ? "createSnapshot" : "snapshotVolumes";
    String attempted =
        "making the snapshots " + String.join(", ", names.values()) + " on " + gateway.label();
    GatewayCall call =
        GatewayCall.post(
            attempted,
            "/api/instances/System::" + Gateway.checked(gateway.system().id()) + "/action/" + verb,
            Map.of("snapshotDefs", definitions));
    Map<?, ?> answer = gateway.object(call, gateway.client().send(call));
    return byIds(attempted, gateway.client().field(call, answer, "volumeIdList", List.class));
  }

  /** What limits a host has on a volume that is mapped to it; empty when it is not mapped. */
  public Optional<Limits> limits(String id, String name, String sdcId) throws IOException {
    for (Map<?, ?> each : mappings(id, name)) {
      if (sdcId.equals(each.get("sdcId"))) {
        return Optional.of(
            new Limits(number(each.get("limitIops")), number(each.get("limitBwInMbps"))));
      }
    }
    return Optional.empty();
  }

  /** The ids of the hosts that a volume is mapped to. */
  public List<String> sdcIds(String id, String name) throws IOException {
    return mappings(id, name).stream().map(each -> String.valueOf(each.get("sdcId"))).toList();
  }

  private List<Map<?, ?>> mappings(String id, String name) throws IOException {
    GatewayCall call =
        GatewayCall.get(
            "asking for the volume " + name + " of " + gateway.label(),
            "/api/instances/Volume::" + Gateway.checked(id));
    Object mapped = gateway.object(call, gateway.client().send(call)).get("mappedSdcInfo");
    // It is null where there is none.
    return mapped == null ? List.of() : gateway.objects(call, mapped);
  }

  /** Limits as the array shows them: 0 for none. */
  public record Limits(long iops, long mibPerSecond) {}

  private static long number(@Nullable Object value) {
    return value instanceof Number number ? number.longValue() : 0;
  }
}
