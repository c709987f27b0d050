package org.stowage.runtime.glance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stowage.runtime.config.OpenstackVariables;

/**
 * What is said of a cloud, by the names that {@code clouds.yaml} uses; those in its table {@code
 * auth} and those beside it have different names, and stand side by side here. Never shown: some
 * are secrets.
 */
final class CloudSettings {

  /** Setting, and the variables that say the same, the first that is set counting. */
  private static final Map<String, List<String>> VARIABLES =
      Map.ofEntries(
          Map.entry("auth_type", List.of("OS_AUTH_TYPE")),
          Map.entry("auth_url", List.of("OS_AUTH_URL")),
          Map.entry("username", List.of("OS_USERNAME")),
          Map.entry("user_id", List.of("OS_USER_ID")),
          Map.entry("password", List.of("OS_PASSWORD")),
          Map.entry("user_domain_name", List.of("OS_USER_DOMAIN_NAME")),
          Map.entry("user_domain_id", List.of("OS_USER_DOMAIN_ID")),
          Map.entry("project_name", List.of("OS_PROJECT_NAME", "OS_TENANT_NAME")),
          Map.entry("project_id", List.of("OS_PROJECT_ID", "OS_TENANT_ID")),
          Map.entry("project_domain_name", List.of("OS_PROJECT_DOMAIN_NAME")),
          Map.entry("project_domain_id", List.of("OS_PROJECT_DOMAIN_ID")),
          Map.entry("default_domain", List.of("OS_DEFAULT_DOMAIN")),
          Map.entry("application_credential_id", List.of("OS_APPLICATION_CREDENTIAL_ID")),
          Map.entry("application_credential_name", List.of("OS_APPLICATION_CREDENTIAL_NAME")),
          Map.entry("application_credential_secret", List.of("OS_APPLICATION_CREDENTIAL_SECRET")),
          Map.entry("token", List.of("OS_TOKEN")),
          Map.entry("region_name", List.of("OS_REGION_NAME")),
          Map.entry("interface", List.of("OS_INTERFACE", "OS_ENDPOINT_TYPE")),
          Map.entry(
              "image_endpoint_override", List.of("OS_IMAGE_ENDPOINT_OVERRIDE", "OS_ENDPOINT")),
          Map.entry("cacert", List.of("OS_CACERT")),
          Map.entry("insecure", List.of("OS_INSECURE")));

  /** What people set to complete, or to change for once, what a file says of a cloud. */
  private static final List<String> BESIDE_A_FILE =
      List.of("password", "application_credential_secret", "region_name", "interface", "cacert");

  private final String origin;
  private final Map<String, String> values;

  private CloudSettings(String origin, Map<String, String> values) {
    this.origin = origin;
    this.values = Map.copyOf(values);
  }

  /** Those of a cloud in a file. */
  static CloudSettings of(String origin, JsonNode cloud) {
    Map<String, String> values = new HashMap<>();
    for (JsonNode table : List.of(cloud, cloud.path("auth"))) {
      for (Map.Entry<String, JsonNode> entry : table.properties()) {
        if (entry.getValue().isValueNode() && !entry.getValue().isNull()) {
          values.put(entry.getKey(), entry.getValue().asText());
        }
      }
    }
    if (cloud.path("verify").isBoolean()) {
      values.put("insecure", String.valueOf(!cloud.path("verify").booleanValue()));
    }
    values.computeIfAbsent("interface", name -> values.get("endpoint_type"));
    return new CloudSettings(origin, values);
  }

  /** Those in the environment alone. */
  static CloudSettings of(OpenstackVariables variables) {
    Map<String, String> values = new HashMap<>();
    VARIABLES.keySet().forEach(name -> put(values, name, variables));
    return new CloudSettings("the variables OS_…", values);
  }

  /** With what the environment says beside a file. */
  CloudSettings with(OpenstackVariables variables) {
    Map<String, String> all = new HashMap<>(values);
    BESIDE_A_FILE.forEach(name -> put(all, name, variables));
    return new CloudSettings(origin, all);
  }

  private static void put(Map<String, String> values, String name, OpenstackVariables variables) {
    VARIABLES.getOrDefault(name, List.of()).stream()
        .flatMap(variable -> variables.value(variable).stream())
        .findFirst()
        .ifPresent(value -> values.put(name, value));
  }

  /** Where they are from, for messages. */
  String origin() {
    return origin;
  }

  Optional<String> value(String name) {
    return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
  }

  boolean flag(String name) {
    return value(name).filter(value -> value.matches("(?i)1|true|yes|on")).isPresent();
  }
}
