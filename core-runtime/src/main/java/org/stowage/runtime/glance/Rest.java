package org.stowage.runtime.glance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;
import org.stowage.runtime.http.Answer;
import org.stowage.runtime.http.ConnectionTrouble;
import org.stowage.runtime.http.HttpAccess;
import org.stowage.runtime.http.HttpError;

/** Calls of OpenStack's services: JSON there and back. Safe for use by several threads. */
record Rest(HttpAccess access) {

  private static final int LARGEST_BYTES = 16 << 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * What a service answers.
   *
   * @param body missing when it is empty, or no JSON
   */
  record Reply(int status, JsonNode body, @Nullable String subjectToken) {

    boolean succeeded() {
      return status >= 200 && status < 300;
    }
  }

  /**
   * Calls, and calls again what may be repeated when the service could not be asked at the moment.
   *
   * @param attempted for messages
   * @param body JSON; null for none
   */
  Reply call(
      String attempted,
      String method,
      URI address,
      Map<String, String> headers,
      @Nullable String body,
      Transfer transfer)
      throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .header("Accept", "application/json")
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    headers.forEach(request::header);
    boolean repeatable = !method.equals("POST") || address.getPath().endsWith("/auth/tokens");
    for (int failures = 1; ; failures++) {
      StorageException failure;
      try (Answer answer = access.send(request.build(), transfer)) {
        Reply reply = read(answer);
        if (reply.status() < 500) {
          return reply;
        }
        failure =
            new StorageException(
                HttpError.SERVER_FAILED,
                "%s: %s answers with status %d"
                    .formatted(attempted, address.getAuthority(), reply.status()),
                "Run the command again later; if it recurs, look into the service's log.");
      } catch (StorageException e) {
        throw e;
      } catch (IOException e) {
        failure = access.explain(attempted, address, e);
        if (ConnectionTrouble.isBeforeSending(e)) {
          throw failure;
        }
      }
      if (!repeatable || failures > access.patience().retries().retries()) {
        throw failure;
      }
      access.patience().retries().pause(failures, transfer::checkCancelled);
    }
  }

  private static Reply read(Answer answer) throws IOException {
    byte[] bytes = answer.body().readNBytes(LARGEST_BYTES);
    JsonNode body = null;
    try {
      body = JSON.readTree(bytes);
    } catch (JsonProcessingException e) {
      // Proxies answer in HTML.
      body = null;
    }
    return new Reply(
        answer.status(),
        body == null ? MissingNode.getInstance() : body,
        answer.header("X-Subject-Token").orElse(null));
  }
}
