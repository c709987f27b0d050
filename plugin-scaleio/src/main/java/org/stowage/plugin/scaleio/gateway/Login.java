package org.stowage.plugin.scaleio.gateway;

import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.plugin.scaleio.ScaleioError;

/**
 * How a gateway lets users in: with a token that is the password of HTTP Basic, or, where that is
 * not offered any more, with a bearer token.
 */
final class Login {

  private static final String ATTEMPTED = "logging in to the ScaleIO gateway ";

  private final HttpExchange exchange;
  private final Credentials credentials;

  Login(HttpExchange exchange, Credentials credentials) {
    this.exchange = exchange;
    this.credentials = credentials;
  }

  /**
   * A living session.
   *
   * @param authorization the header of its calls
   * @param refreshToken of bearers only
   */
  record Token(String authorization, @Nullable String refreshToken) {
    @Override
    public String toString() {
      return "token";
    }
  }

  /**
   * @throws StorageException {@code authentication} when neither way lets this user in
   * @throws IOException when the answer did not come, or is of a gateway that is not up: worth
   *     another try
   */
  Token login() throws IOException {
    Answer basic =
        exchange.send(
            "/api/login", Credentials.basic(credentials.username(), credentials.password()), null);
    if (basic.succeeded() && basic.json() instanceof String token) {
      return new Token(Credentials.basic(credentials.username(), token), null);
    }
    if (basic.isPassing()) {
      throw new IOException(basic.explanation());
    }
    if (basic.status() != 404 && !basic.wantsLogin()) {
      throw refused(basic);
    }
    Answer bearer =
        exchange.send(
            "/rest/auth/login",
            null,
            Map.of("username", credentials.username(), "password", credentials.password()));
    if (bearer.succeeded()
        && bearer.json() instanceof Map<?, ?> map
        && map.get("access_token") instanceof String token) {
      return new Token(
          "Bearer " + token, map.get("refresh_token") instanceof String refresh ? refresh : null);
    }
    if (bearer.isPassing()) {
      throw new IOException(bearer.explanation());
    }
    throw refused(bearer.status() == 404 ? basic : bearer);
  }

  private StorageException refused(Answer answer) {
    String message =
        ATTEMPTED
            + exchange.gateway()
            + " as "
            + credentials.username()
            + ": "
            + credentials.hidden(answer.explanation());
    return answer.wantsLogin()
        ? new StorageException(
            CommonError.AUTHENTICATION,
            message,
            "Look at rest_server_username and rest_server_password.")
        : new StorageException(
            ScaleioError.REFUSED, message, "Look at rest_server_ip and rest_server_port.");
  }

  /** Ends a session; what the gateway says to that is not worth knowing. */
  void logout(Token token) {
    try {
      if (token.refreshToken() == null) {
        exchange.send("/api/logout", token.authorization(), null);
      } else {
        exchange.send(
            "/rest/auth/logout",
            token.authorization(),
            Map.of("refresh_token", token.refreshToken()));
      }
    } catch (IOException e) {
      // It ends by itself after some minutes.
    }
  }
}
