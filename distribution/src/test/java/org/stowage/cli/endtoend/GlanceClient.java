package org.stowage.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.stowage.testkit.lab.LabOpenstack;

/**
 * Does as a user what tests do with Glance beside the command. OpenStack's own client does the same
 * and takes seconds for each call.
 */
final class GlanceClient {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final LabOpenstack lab;
  private final String token;

  private GlanceClient(LabOpenstack lab, String user) throws Exception {
    this.lab = lab;
    String login =
        """
        {"auth":{"identity":{"methods":["application_credential"],
        "application_credential":{"id":"%s","secret":"%s"}}}}
        """
            .formatted(lab.credential(user), lab.secret(user));
    this.token =
        client
            .send(
                HttpRequest.newBuilder(URI.create(lab.identity() + "/auth/tokens"))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(login))
                    .build(),
                BodyHandlers.discarding())
            .headers()
            .firstValue("X-Subject-Token")
            .orElseThrow();
  }

  static GlanceClient of(LabOpenstack lab, String user) throws Exception {
    return new GlanceClient(lab, user);
  }

  /**
   * Makes an image that has no data yet.
   *
   * @param properties {@code name=value}
   * @return its id
   */
  String create(String name, String disk, String container, String... properties) throws Exception {
    ObjectNode image =
        JSON.createObjectNode()
            .put("name", name)
            .put("disk_format", disk)
            .put("container_format", container);
    for (String property : properties) {
      String[] parts = property.split("=", 2);
      image.put(parts[0], parts[1]);
    }
    BodyPublisher body = BodyPublishers.ofString(image.toString());
    return send(201, "POST", "", "application/json", body).get("id").textValue();
  }

  /** Makes an image of a file. */
  String register(String name, Path file, String disk, String container, String... properties)
      throws Exception {
    String id = create(name, disk, container, properties);
    BodyPublisher body = BodyPublishers.ofFile(file);
    send(204, "PUT", "/" + id + "/file", "application/octet-stream", body);
    return id;
  }

  JsonNode show(String id) throws Exception {
    return send(200, "GET", "/" + id, "application/json", BodyPublishers.noBody());
  }

  /** All images of a name. */
  JsonNode named(String name) throws Exception {
    return send(200, "GET", "?name=" + name, "application/json", BodyPublishers.noBody())
        .get("images");
  }

  void delete(String id) throws Exception {
    send(204, "DELETE", "/" + id, "application/json", BodyPublishers.noBody());
  }

  private JsonNode send(int status, String method, String path, String type, BodyPublisher body)
      throws IOException, InterruptedException {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(URI.create(lab.image() + "/v2/images" + path))
                .header("X-Auth-Token", token)
                .header("Content-Type", type)
                .method(method, body)
                .build(),
            BodyHandlers.ofString());
    assertEquals(status, answer.statusCode(), answer::body);
    return JSON.readTree(answer.body());
  }
}
