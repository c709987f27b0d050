package org.stowage.plugin.scaleio.gateway;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Who logs in. Its text form hides the password. */
public record Credentials(String username, String password) {

  String basic() {
    return basic(username, password);
  }

  static String basic(String user, String password) {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  /** A text without the password, whoever put it there. */
  String hidden(String text) {
    return password.isEmpty() ? text : text.replace(password, "***");
  }

  @Override
  public String toString() {
    return username;
  }
}
