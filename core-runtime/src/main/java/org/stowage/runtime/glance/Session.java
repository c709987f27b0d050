package org.stowage.runtime.glance;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;
import org.stowage.runtime.http.HttpError;

/**
 * Who we are in a cloud, and where its Glance is. Logs in when that is first asked, and again when
 * a service does not take the token any more. Safe for use by several threads.
 */
final class Session {

  private static final Set<String> IMAGE_TYPES = Set.of("image", "images");

  private final Cloud cloud;
  private final Rest rest;
  private @Nullable Entry entered;

  /**
   * What Keystone says to a login.
   *
   * @param token empty where nobody has to log in
   */
  private record Entry(String token, URI images) {}

  Session(Cloud cloud, Rest rest) {
    this.cloud = cloud;
    this.rest = rest;
  }

  String origin() {
    return cloud.origin();
  }

  /** The headers by which services know us. */
  Map<String, String> headers(Transfer transfer) throws IOException {
    String token = entry(transfer).token();
    return token.isEmpty() ? Map.of() : Map.of("X-Auth-Token", token);
  }

  /** The address of Glance's API, version 2, without a slash at its end. */
  URI images(Transfer transfer) throws IOException {
    return entry(transfer).images();
  }

  /** The address of Glance for messages: where it is known, else Keystone's. */
  synchronized URI known() {
    Entry known = entered;
    URI identity = cloud.identity();
    return known != null || identity == null
        ? known == null ? Objects.requireNonNull(cloud.imageService()) : known.images()
        : identity;
  }

  /**
   * Logs in again, unless somebody else has done so meanwhile.
   *
   * @param refused the headers that a service did not take
   */
  synchronized void renew(Map<String, String> refused) {
    Entry known = entered;
    if (known != null && Objects.equals(known.token(), refused.get("X-Auth-Token"))) {
      entered = null;
    }
  }

  private synchronized Entry entry(Transfer transfer) throws IOException {
    Entry known = entered;
    if (known == null) {
      known = enter(transfer);
      entered = known;
    }
    return known;
  }

  private Entry enter(Transfer transfer) throws IOException {
    URI identity = cloud.identity();
    URI images = cloud.imageService();
    if (identity == null || cloud.login().isEmpty()) {
      return new Entry("", versioned(Objects.requireNonNull(images).toString()));
    }
    String attempted =
        "logging in at " + identity.getAuthority() + " as " + cloud.origin() + " says";
    Rest.Reply reply =
        rest.call(
            attempted,
            "POST",
            URI.create(identity + "/auth/tokens"),
            Map.of(),
            cloud.login().get().body(),
            transfer);
    if (reply.status() == 401 || reply.status() == 403) {
      throw new StorageException(
          CommonError.AUTHENTICATION,
          attempted + ": Keystone refuses it with status " + reply.status(),
          "Correct user, password, domains and project, or the application credential and its"
              + " secret, in "
              + cloud.origin()
              + ".");
    }
    if (!reply.succeeded() || reply.subjectToken() == null) {
      throw new StorageException(
          HttpError.ANSWER,
          attempted + ": the answer has status " + reply.status() + " and no token",
          "Check that auth_url is the address of Keystone, and that it speaks version 3 of its"
              + " API.");
    }
    return new Entry(
        reply.subjectToken(),
        images == null
            ? inCatalog(reply.body().path("token").path("catalog"))
            : versioned(images.toString()));
  }

  private URI inCatalog(JsonNode catalog) throws StorageException {
    Set<String> others = new TreeSet<>();
    for (JsonNode service : catalog) {
      if (!IMAGE_TYPES.contains(service.path("type").asText())) {
        continue;
      }
      for (JsonNode endpoint : service.path("endpoints")) {
        String region = endpoint.path("region_id").asText(endpoint.path("region").asText());
        String kind = endpoint.path("interface").asText();
        if (kind.equals(cloud.networkInterface())
            && (cloud.region() == null || cloud.region().equals(region))) {
          return versioned(endpoint.path("url").asText());
        }
        others.add(kind + " in region " + region);
      }
    }
    throw new StorageException(
        CommonError.CONFIGURATION,
        "%s: Keystone's catalog has no image service with the interface %s%s"
            .formatted(
                cloud.origin(),
                cloud.networkInterface(),
                cloud.region() == null ? "" : " in region " + cloud.region()),
        others.isEmpty()
            ? "Name a project: without one there is no catalog. Or give Glance's address as"
                + " image_endpoint_override, or OS_IMAGE_ENDPOINT_OVERRIDE."
            : "Set region_name and interface, or OS_REGION_NAME and OS_INTERFACE, to one of: "
                + String.join(", ", others)
                + ".");
  }

  /** Catalogs name Glance with its version, with another one, or without. */
  private URI versioned(String address) throws StorageException {
    try {
      return URI.create(address.replaceFirst("/+$", "").replaceFirst("/v\\d[0-9.]*$", "") + "/v2");
    } catch (IllegalArgumentException e) {
      throw new StorageException(
          CommonError.CONFIGURATION,
          cloud.origin() + ": the address of the image service is none",
          "Give Glance's address as image_endpoint_override, or OS_IMAGE_ENDPOINT_OVERRIDE.");
    }
  }
}
