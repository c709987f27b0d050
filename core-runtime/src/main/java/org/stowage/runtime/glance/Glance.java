package org.stowage.runtime.glance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;
import org.stowage.api.disk.ImageProperties;
import org.stowage.runtime.config.OpenstackVariables;
import org.stowage.runtime.http.HttpAccess;
import org.stowage.runtime.http.HttpError;
import org.stowage.runtime.http.Patience;
import org.stowage.runtime.http.RemoteFile;
import org.stowage.runtime.tls.ServerTrust;

/** The image service of a cloud. Safe for use by several threads. */
public final class Glance {

  /** How its images are named. */
  private static final String SCHEME = "glance://";

  private static final Pattern UUID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private final Session session;
  private final HttpAccess access;
  private final Rest rest;

  private Glance(Session session, HttpAccess access, Rest rest) {
    this.session = session;
    this.access = access;
    this.rest = rest;
  }

  /** Whether this names an image of Glance. */
  public static boolean isAddress(String image) {
    return image.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
  }

  /** The id, or the name, in an address. */
  public static String nameIn(String address) throws StorageException {
    String name = address.substring(SCHEME.length());
    if (name.isBlank()) {
      throw new StorageException(
          CommonError.USAGE,
          "'" + address + "' names no image",
          "Write " + SCHEME + "ID or " + SCHEME + "NAME.");
    }
    return name;
  }

  /** How this image is named. */
  public static String address(GlanceImage image) {
    return SCHEME + image.id();
  }

  /**
   * The image service of the cloud that the environment names. Nothing is asked yet.
   *
   * @throws StorageException {@code configuration} when it names none, or says too little of it
   */
  public static Glance of(OpenstackVariables variables) throws IOException {
    return of(
        Cloud.find(variables, Path.of(""), Path.of(System.getProperty("user.home"))),
        Patience.USUAL);
  }

  static Glance of(Cloud cloud, Patience patience) throws StorageException {
    HttpAccess access =
        new HttpAccess(
            ServerTrust.of(cloud.trust()),
            patience,
            "Give the certificate of its authority as cacert in clouds.yaml, or OS_CACERT. With"
                + " verify: false, or OS_INSECURE=true, anybody is believed.");
    Rest rest = new Rest(access);
    return new Glance(new Session(cloud, rest), access, rest);
  }

  /**
   * Finds an image that can be read.
   *
   * @param idOrName an id is tried first, where it looks like one
   * @throws StorageException {@code not-found}; {@code ambiguous} with the ids when several have
   *     the name; {@code not-allowed} when the image is not active
   */
  public GlanceImage find(String idOrName, Transfer transfer) throws IOException {
    if (UUID.matcher(idOrName).matches()) {
      Rest.Reply reply =
          call("GET", "/images/" + idOrName, null, "asking for image " + idOrName, transfer);
      if (reply.succeeded()) {
        return active(GlanceImage.of(reply.body()));
      }
      if (reply.status() != 404) {
        throw refused("asking for image " + idOrName, reply.status());
      }
    }
    List<GlanceImage> named = named(idOrName, transfer);
    List<GlanceImage> active =
        named.stream().filter(image -> image.status().equals("active")).toList();
    List<GlanceImage> candidates = active.isEmpty() ? named : active;
    if (candidates.isEmpty()) {
      throw new StorageException(
          CommonError.NOT_FOUND,
          "Glance has no image '" + idOrName + "' that " + session.origin() + " may see",
          "See what there is with: openstack image list");
    }
    if (candidates.size() > 1) {
      throw new StorageException(
          CommonError.AMBIGUOUS,
          "Glance has %d images '%s': %s"
              .formatted(
                  candidates.size(),
                  idOrName,
                  String.join(", ", candidates.stream().map(GlanceImage::id).sorted().toList())),
          "Name one by its id: " + SCHEME + "ID.");
    }
    return active(candidates.get(0));
  }

  private static GlanceImage active(GlanceImage image) throws StorageException {
    if (!image.status().equals("active")) {
      throw new StorageException(
          CommonError.NOT_ALLOWED,
          "image %s (%s) of Glance is %s, not active"
              .formatted(image.name(), image.id(), image.status()),
          "Wait until it is uploaded, or reactivate it; see: openstack image show " + image.id());
    }
    return image;
  }

  /** All images of a name that can be seen. */
  List<GlanceImage> named(String name, Transfer transfer) throws IOException {
    List<GlanceImage> found = new ArrayList<>();
    String next = "/images?limit=100&name=" + URLEncoder.encode(name, StandardCharsets.UTF_8);
    for (int page = 0; next != null && page < 100; page++) {
      Rest.Reply reply = call("GET", next, null, "looking for image " + name, transfer);
      if (!reply.succeeded()) {
        throw refused("looking for image " + name, reply.status());
      }
      reply.body().path("images").forEach(image -> found.add(GlanceImage.of(image)));
      String following = reply.body().path("next").asText("");
      next = following.startsWith("/v2/") ? following.substring(3) : null;
    }
    return found;
  }

  /** The bytes of an image. */
  public RemoteFile file(GlanceImage image) {
    return new GlanceFile(session, access, image);
  }

  /**
   * Makes an image without content.
   *
   * @return with the status {@code queued}
   * @throws StorageException {@code already-exists} when another has the name
   */
  GlanceImage create(String name, ImageProperties properties, Transfer transfer)
      throws IOException {
    List<GlanceImage> others = named(name, transfer);
    if (!others.isEmpty()) {
      throw taken(others.get(0));
    }
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("name", name);
    properties.values().forEach(body::put);
    Rest.Reply reply = call("POST", "/images", body, "creating image " + name, transfer);
    if (!reply.succeeded()) {
      throw refused("creating image " + name, reply.status());
    }
    return GlanceImage.of(reply.body());
  }

  private static StorageException taken(GlanceImage other) {
    String what = "Glance has an image '%s' (%s)".formatted(other.name(), other.id());
    String remedy =
        "Choose another name, or remove the image with: openstack image delete " + other.id();
    return other.status().equals("queued") || other.status().equals("saving")
        ? new StorageException(
            CommonError.ALREADY_EXISTS,
            what + ", which is " + other.status() + ": nobody has completed its upload",
            "If none is under way, it was killed. " + remedy)
        : new StorageException(CommonError.ALREADY_EXISTS, what, remedy);
  }

  /** An image as it is now. */
  GlanceImage show(GlanceImage image, Transfer transfer) throws IOException {
    String attempted = "asking for image " + image.id();
    Rest.Reply reply = call("GET", "/images/" + image.id(), null, attempted, transfer);
    if (!reply.succeeded()) {
      throw refused(attempted, reply.status());
    }
    return GlanceImage.of(reply.body());
  }

  /** Removes an image; one that is gone is no failure. */
  void delete(GlanceImage image, Transfer transfer) throws IOException {
    String attempted = "removing image " + image.id();
    Rest.Reply reply = call("DELETE", "/images/" + image.id(), null, attempted, transfer);
    if (!reply.succeeded() && reply.status() != 404) {
      throw refused(attempted, reply.status());
    }
  }

  Session session() {
    return session;
  }

  HttpAccess access() {
    return access;
  }

  private Rest.Reply call(
      String method, String path, @Nullable JsonNode body, String attempted, Transfer transfer)
      throws IOException {
    for (boolean renewed = false; ; renewed = true) {
      Map<String, String> headers = session.headers(transfer);
      Rest.Reply reply =
          rest.call(
              attempted,
              method,
              URI.create(session.images(transfer) + path),
              headers,
              body == null ? null : body.toString(),
              transfer);
      if (reply.status() != 401 || renewed) {
        return reply;
      }
      session.renew(headers);
    }
  }

  StorageException refused(String attempted, int status) {
    String what = "%s: Glance answers with status %d".formatted(attempted, status);
    return switch (status) {
      case 404, 410 ->
          new StorageException(
              CommonError.NOT_FOUND,
              what + ": there is no such image, or not any more",
              "See what there is with: openstack image list");
      case 401, 403 ->
          new StorageException(
              CommonError.AUTHENTICATION,
              what + ": " + session.origin() + " may not do that",
              "Ask for the role that may, or use the cloud of a user who has it.");
      case 204 ->
          new StorageException(
              CommonError.NOT_FOUND, what + ": the image has no data", "Upload the image anew.");
      case 413 ->
          new StorageException(
              CommonError.NOT_ALLOWED,
              what + ": a quota or the largest size of images does not allow it, or Glance is full",
              "Remove images of the project, or have its quota raised.");
      default ->
          new StorageException(
              status >= 500 ? HttpError.SERVER_FAILED : HttpError.ANSWER,
              what,
              "Run the command again later; if it recurs, look into Glance's log.");
    };
  }
}
