package org.stowage.runtime.glance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.runtime.config.OpenstackVariables;

/**
 * The file in which OpenStack's clients keep the clouds they know, {@code clouds.yaml}, and the one
 * beside it with the passwords, {@code secure.yaml} (openstacksdk, "Configuring OpenStack SDK
 * Applications").
 *
 * @param file for messages
 */
record CloudsFile(Path file, JsonNode clouds) {

  private static final long LARGEST_BYTES = 4L << 20;

  /**
   * Looks where OpenStack's clients look: where a variable says, in the working folder, in the
   * user's configuration, in that of the machine.
   *
   * @return empty when there is none anywhere
   */
  static Optional<CloudsFile> find(OpenstackVariables variables, Path workingFolder, Path userHome)
      throws IOException {
    List<Path> folders =
        List.of(workingFolder, userHome.resolve(".config/openstack"), Path.of("/etc/openstack"));
    Optional<Path> file = find(variables.value("OS_CLIENT_CONFIG_FILE"), folders, "clouds");
    if (file.isEmpty()) {
      return Optional.empty();
    }
    JsonNode clouds = read(file.get());
    Optional<Path> secrets = find(variables.value("OS_CLIENT_SECURE_FILE"), folders, "secure");
    if (secrets.isPresent()) {
      merge(clouds, read(secrets.get()));
    }
    return Optional.of(new CloudsFile(file.get(), clouds));
  }

  private static Optional<Path> find(Optional<String> named, List<Path> folders, String name) {
    if (named.isPresent()) {
      return named.map(Path::of);
    }
    return folders.stream()
        .flatMap(
            folder ->
                List.of(".yaml", ".yml", ".json").stream()
                    .map(suffix -> folder.resolve(name + suffix)))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  private static JsonNode read(Path file) throws IOException {
    try {
      if (Files.size(file) > LARGEST_BYTES) {
        throw wrong(file, "it has more than " + LARGEST_BYTES + " bytes");
      }
      JsonNode root = new YAMLMapper().readTree(Files.readString(file));
      JsonNode clouds = root == null ? MissingNode.getInstance() : root.path("clouds");
      if (!clouds.isObject()) {
        throw wrong(file, "it has no table 'clouds'");
      }
      return clouds;
    } catch (JsonProcessingException e) {
      // Jackson's own words would repeat a piece of the file, which may be a password.
      throw wrong(
          file,
          "it is no YAML in line " + (e.getLocation() == null ? "?" : e.getLocation().getLineNr()));
    } catch (StorageException e) {
      throw e;
    } catch (IOException e) {
      throw wrong(file, "it cannot be read: " + e.getClass().getSimpleName());
    }
  }

  private static void merge(JsonNode into, JsonNode more) {
    for (Map.Entry<String, JsonNode> entry : more.properties()) {
      JsonNode known = into.path(entry.getKey());
      if (known.isObject() && entry.getValue().isObject()) {
        merge(known, entry.getValue());
      } else {
        ((ObjectNode) into).set(entry.getKey(), entry.getValue());
      }
    }
  }

  List<String> names() {
    List<String> names = new ArrayList<>();
    clouds.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /**
   * What the file says of a cloud.
   *
   * @throws StorageException {@code configuration} when it does not know it
   */
  CloudSettings cloud(String name) throws StorageException {
    JsonNode cloud = clouds.path(name);
    if (!cloud.isObject()) {
      throw new StorageException(
          CommonError.CONFIGURATION,
          file + " knows no cloud '" + name + "'",
          "Set OS_CLOUD to one of: " + String.join(", ", names()) + ".");
    }
    return CloudSettings.of("cloud " + name + " of " + file, cloud);
  }

  private static StorageException wrong(Path file, String why) {
    return new StorageException(
        CommonError.CONFIGURATION,
        "reading " + file + ": " + why,
        "Correct the file; 'openstack --os-cloud NAME token issue' shows whether it is right.");
  }
}
