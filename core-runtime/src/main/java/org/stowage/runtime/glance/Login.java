package org.stowage.runtime.glance;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.stowage.api.StorageException;

/**
 * How to ask Keystone for a token (Identity API v3, "Password authentication", "Authenticating with
 * an Application Credential", "Token authentication"). Never shown.
 */
final class Login {

  private static final String DEFAULT_DOMAIN = "default";

  private final String body;

  private Login(ObjectNode auth) {
    this.body = JsonNodeFactory.instance.objectNode().set("auth", auth).toString();
  }

  /** The body of the request. */
  String body() {
    return body;
  }

  static Optional<Login> of(CloudSettings settings) throws StorageException {
    String type = settings.value("auth_type").orElse("");
    if (type.contains("applicationcredential")
        || settings.value("application_credential_secret").isPresent()) {
      return Optional.of(applicationCredential(settings));
    }
    if (type.endsWith("token") || settings.value("token").isPresent() && type.isEmpty()) {
      return Optional.of(token(settings));
    }
    return Optional.of(password(settings));
  }

  private static Login password(CloudSettings settings) throws StorageException {
    ObjectNode auth = JsonNodeFactory.instance.objectNode();
    user(method(auth, "password").putObject("user"), settings)
        .put("password", required(settings, "password", "the user's"));
    scope(auth, settings);
    return new Login(auth);
  }

  private static Login applicationCredential(CloudSettings settings) throws StorageException {
    ObjectNode auth = JsonNodeFactory.instance.objectNode();
    ObjectNode credential = method(auth, "application_credential");
    credential.put(
        "secret", required(settings, "application_credential_secret", "the credential's own"));
    Optional<String> id = settings.value("application_credential_id");
    if (id.isPresent()) {
      credential.put("id", id.get());
    } else {
      credential.put(
          "name", required(settings, "application_credential_name", "or the credential's id"));
      user(credential.putObject("user"), settings);
    }
    return new Login(auth);
  }

  private static Login token(CloudSettings settings) throws StorageException {
    ObjectNode auth = JsonNodeFactory.instance.objectNode();
    method(auth, "token").put("id", required(settings, "token", "one that Keystone issued"));
    scope(auth, settings);
    return new Login(auth);
  }

  private static ObjectNode method(ObjectNode auth, String method) {
    ObjectNode identity = auth.putObject("identity");
    identity.putArray("methods").add(method);
    return identity.putObject(method);
  }

  private static ObjectNode user(ObjectNode user, CloudSettings settings) throws StorageException {
    Optional<String> id = settings.value("user_id");
    if (id.isPresent()) {
      return user.put("id", id.get());
    }
    user.put("name", required(settings, "username", "or user_id"));
    domain(user, settings, "user_domain");
    return user;
  }

  private static void scope(ObjectNode auth, CloudSettings settings) {
    Optional<String> id = settings.value("project_id");
    Optional<String> name = settings.value("project_name");
    if (id.isPresent()) {
      auth.putObject("scope").putObject("project").put("id", id.get());
    } else if (name.isPresent()) {
      ObjectNode project = auth.putObject("scope").putObject("project").put("name", name.get());
      domain(project, settings, "project_domain");
    }
  }

  private static void domain(ObjectNode owner, CloudSettings settings, String name) {
    Optional<String> id = settings.value(name + "_id");
    Optional<String> named = settings.value(name + "_name");
    if (id.isPresent() || named.isEmpty()) {
      owner
          .putObject("domain")
          .put("id", id.or(() -> settings.value("default_domain")).orElse(DEFAULT_DOMAIN));
    } else {
      owner.putObject("domain").put("name", named.get());
    }
  }

  private static String required(CloudSettings settings, String name, String what)
      throws StorageException {
    return settings.value(name).orElseThrow(() -> Cloud.missing(settings, name, what));
  }
}
