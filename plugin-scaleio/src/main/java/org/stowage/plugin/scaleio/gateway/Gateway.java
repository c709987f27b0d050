package org.stowage.plugin.scaleio.gateway;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.stowage.api.StorageException;

/**
 * What there is on an array, and who may use it. What does not change while a session lasts is
 * asked for once. Safe for use by several threads.
 */
public final class Gateway implements Closeable {

  private final GatewayClient client;
  private final Map<String, Pool> pools = new ConcurrentHashMap<>();
  private volatile @Nullable KnownVersion version;
  private volatile @Nullable ArraySystem system;

  private record KnownVersion(ArrayVersion version, int login) {}

  public Gateway(URI gateway, Credentials credentials, ServerTrust trust, Patience patience) {
    client = new GatewayClient(gateway, credentials, trust, patience);
  }

  GatewayClient client() {
    return client;
  }

  /** The version of the array's API; asked for anew after each login, as it may be an upgrade's. */
  public ArrayVersion version() throws IOException {
    KnownVersion known = version;
    if (known == null || known.login() != client.logins()) {
      GatewayCall call = GatewayCall.get("asking for the version", "/api/version");
      String text = text(call, client.send(call));
      known =
          new KnownVersion(
              ArrayVersion.parse(text)
                  .orElseThrow(() -> client.malformed(call, "the version has no numbers")),
              client.logins());
      version = known;
    }
    return known.version();
  }

  public ArraySystem system() throws IOException {
    ArraySystem known = system;
    if (known == null) {
      GatewayCall call = GatewayCall.get("asking for the system", "/api/types/System/instances");
      List<Map<?, ?>> systems = objects(call, client.send(call));
      if (systems.size() != 1) {
        throw client.malformed(call, systems.size() + " systems, not 1");
      }
      Object mode = systems.get(0).get("restrictedSdcMode");
      known =
          new ArraySystem(
              client.field(call, systems.get(0), "id", String.class), String.valueOf(mode));
      system = known;
    }
    return known;
  }

  /** How people tell this array from others; the system's id where that is known already. */
  public String label() {
    ArraySystem known = system;
    return known == null
        ? "the ScaleIO array at " + client.gateway()
        : "ScaleIO system " + known.id() + " at " + client.gateway();
  }

  /** A pool by its names. */
  public Pool pool(String domain, String name) throws IOException {
    String key = domain + "/" + name;
    for (Pool each : pools.values()) {
      if (each.domain().equals(domain) && each.name().equals(name)) {
        return each;
      }
    }
    String attempted = "looking for the storage pool " + key + " on " + label();
    boolean byKey = version().major() >= 3;
    String domainId =
        id(
            byKey
                ? GatewayCall.post(
                    attempted,
                    "/api/types/ProtectionDomain/instances/action/queryIdByKey",
                    Map.of("name", domain))
                : GatewayCall.get(
                    attempted, "/api/types/Domain/instances/getByName::" + encoded(domain)));
    String poolId =
        id(
            byKey
                ? GatewayCall.post(
                    attempted,
                    "/api/types/StoragePool/instances/action/queryIdByKey",
                    Map.of("name", name, "protectionDomainId", domainId))
                : GatewayCall.get(
                    attempted,
                    "/api/types/Pool/instances/getByName::"
                        + checked(domainId)
                        + ","
                        + encoded(name)));
    return readPool(poolId, domain);
  }

  Pool poolById(String id) throws IOException {
    Pool known = pools.get(id);
    return known != null ? known : readPool(id, null);
  }

  /**
   * @param domain its domain's name; null where that has to be asked for
   */
  private Pool readPool(String id, @Nullable String domain) throws IOException {
    GatewayCall call =
        GatewayCall.get(
            "asking for the storage pool " + id + " of " + label(),
            "/api/instances/StoragePool::" + checked(id));
    Map<?, ?> shown = object(call, client.send(call));
    String domainId = client.field(call, shown, "protectionDomainId", String.class);
    String domainName = domain;
    if (domainName == null) {
      GatewayCall asked =
          GatewayCall.get(
              "asking for the protection domain " + domainId + " of " + label(),
              "/api/instances/ProtectionDomain::" + checked(domainId));
      domainName = client.field(asked, object(asked, client.send(asked)), "name", String.class);
    }
    Pool pool =
        new Pool(
            id,
            client.field(call, shown, "name", String.class),
            domainId,
            domainName,
            client.field(call, shown, "zeroPaddingEnabled", Boolean.class));
    pools.put(id, pool);
    return pool;
  }

  /** The client of a host; empty when the array does not know it. */
  public Optional<Sdc> sdc(String guid) throws IOException {
    GatewayCall call =
        GatewayCall.get(
            "asking for the SDC " + guid + " on " + label(), "/api/types/Sdc/instances");
    for (Map<?, ?> each : objects(call, client.send(call))) {
      Object found = each.get("sdcGuid");
      if (found != null
          && found.toString().toLowerCase(Locale.ROOT).equals(guid.toLowerCase(Locale.ROOT))) {
        return Optional.of(
            new Sdc(
                client.field(call, each, "id", String.class),
                found.toString(),
                Boolean.TRUE.equals(each.get("sdcApproved")),
                String.valueOf(each.get("mdmConnectionState"))));
      }
    }
    return Optional.empty();
  }

  String id(GatewayCall call) throws IOException {
    return text(call, client.send(call));
  }

  String text(GatewayCall call, @Nullable Object json) throws StorageException {
    if (json instanceof String text) {
      return text;
    }
    throw client.malformed(call, "it is no text");
  }

  Map<?, ?> object(GatewayCall call, @Nullable Object json) throws StorageException {
    if (json instanceof Map<?, ?> object) {
      return object;
    }
    throw client.malformed(call, "it is no object");
  }

  List<Map<?, ?>> objects(GatewayCall call, @Nullable Object json) throws StorageException {
    if (!(json instanceof List<?> list)) {
      throw client.malformed(call, "it is no list");
    }
    List<Map<?, ?>> found = new ArrayList<>();
    for (Object each : list) {
      found.add(object(call, each));
    }
    return found;
  }

  private static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Ids stand in URLs: nothing else may come in with them. */
  static String checked(String id) {
    if (!id.matches("[0-9a-fA-F]{1,32}")) {
      throw new IllegalArgumentException("no id of an array: " + id);
    }
    return id;
  }

  /** Logs out. Idempotent. */
  @Override
  public void close() {
    client.close();
  }
}
