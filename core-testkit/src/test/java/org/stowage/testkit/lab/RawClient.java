package org.stowage.testkit.lab;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Speaks to a gateway as literally as a test wants. */
final class RawClient {

  private final LabGateway gateway;
  private String authorization;

  RawClient(LabGateway gateway) {
    this.gateway = gateway;
    authorization = basic("", "");
  }

  void login() throws IOException {
    authorization = basic(gateway.username(), gateway.password());
    authorization = basic("", unquoted(get("/api/login").body()));
  }

  void authorization(String value) {
    authorization = value;
  }

  String authorization() {
    return authorization;
  }

  static String basic(String user, String password) {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  static String unquoted(String text) {
    if (!text.matches("\"[^\"]*\"")) {
      throw new AssertionError("not a quoted string: " + text);
    }
    return text.substring(1, text.length() - 1);
  }

  HttpResponse<String> get(String path) throws IOException {
    return gateway.send(request(path).GET().build());
  }

  HttpResponse<String> post(String path, String body) throws IOException {
    return gateway.send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.replace('\'', '"')))
            .build());
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(gateway.url().resolve(path))
        .header("Authorization", authorization);
  }

  String poolId(String domain, String pool) throws IOException {
    return unquoted(
        post(
                "/api/types/StoragePool/instances/action/queryIdByKey",
                "{'name':'" + pool + "','protectionDomainName':'" + domain + "'}")
            .body());
  }

  /** Asks for a volume in pool1 of domain1, with more fields as they stand in JSON. */
  HttpResponse<String> create(String name, String more) throws IOException {
    return post(
        "/api/types/Volume/instances",
        "{'storagePoolId':'"
            + poolId("domain1", "pool1")
            + "','name':'"
            + name
            + "',"
            + more
            + "}");
  }

  /** Makes a thin volume of 8 GiB. */
  String volume(String name) throws IOException {
    HttpResponse<String> answer =
        create(name, "'volumeType':'ThinProvisioned','volumeSizeInKb':'8388608'");
    Matcher id = Pattern.compile("\\{\"id\":\"([0-9a-f]{16})\"}").matcher(answer.body());
    if (!id.matches()) {
      throw new AssertionError("no id: " + answer.body());
    }
    return id.group(1);
  }

  HttpResponse<String> act(String volumeId, String verb, String body) throws IOException {
    return post("/api/instances/Volume::" + volumeId + "/action/" + verb, body);
  }
}
