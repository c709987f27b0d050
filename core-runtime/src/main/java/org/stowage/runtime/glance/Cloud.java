package org.stowage.runtime.glance;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.runtime.config.OpenstackVariables;
import org.stowage.runtime.config.TargetConfig;

/**
 * A cloud whose Glance is to be used.
 *
 * @param origin where this is from, for messages
 * @param identity Keystone's address, with its version; null when nobody has to log in
 * @param login empty when nobody has to log in
 * @param imageService Glance's address; null when Keystone's catalog tells it
 * @param region null when there is but one
 */
record Cloud(
    String origin,
    @Nullable URI identity,
    Optional<Login> login,
    @Nullable URI imageService,
    String networkInterface,
    @Nullable String region,
    TargetConfig.Trust trust) {

  /** Whoever is not logged in, or not yet, is told so without what would let others in. */
  @Override
  public String toString() {
    return "Cloud[" + origin + "]";
  }

  /**
   * The cloud that the environment names: by {@code OS_CLOUD} one of a file, by {@code OS_AUTH_URL}
   * and others by itself; or else the only one of a file.
   *
   * @throws StorageException {@code configuration} when there is none, or not enough is said of it
   */
  static Cloud find(OpenstackVariables variables, Path workingFolder, Path userHome)
      throws IOException {
    Optional<String> named = variables.value("OS_CLOUD");
    boolean alone =
        named.isEmpty()
            && (variables.value("OS_AUTH_URL").isPresent()
                || variables.value("OS_ENDPOINT").isPresent());
    if (alone) {
      return of(CloudSettings.of(variables));
    }
    Optional<CloudsFile> file = CloudsFile.find(variables, workingFolder, userHome);
    if (file.isEmpty()) {
      throw new StorageException(
          CommonError.CONFIGURATION,
          named.isPresent()
              ? "there is no clouds.yaml that could know the cloud '" + named.get() + "'"
              : "nothing says which OpenStack cloud to use",
          "Set OS_CLOUD to a cloud of clouds.yaml, in the working folder or in"
              + " ~/.config/openstack; or OS_AUTH_URL and what belongs to it.");
    }
    List<String> names = file.get().names();
    if (named.isEmpty() && names.size() != 1) {
      throw new StorageException(
          CommonError.CONFIGURATION,
          file.get().file() + " knows several clouds, and nothing says which one to use",
          "Set OS_CLOUD to one of: " + String.join(", ", names) + ".");
    }
    return of(file.get().cloud(named.orElseGet(() -> names.get(0))).with(variables));
  }

  static Cloud of(CloudSettings settings) throws StorageException {
    URI imageService = address(settings, "image_endpoint_override");
    String type = settings.value("auth_type").orElse("");
    boolean nobody = type.equals("none") || type.equals("noauth");
    URI identity = nobody ? null : address(settings, "auth_url");
    if (identity == null && !nobody) {
      throw missing(settings, "auth_url", "Keystone's address");
    }
    if (nobody && imageService == null) {
      throw missing(settings, "image_endpoint_override", "Glance's address");
    }
    Optional<String> caFile = settings.value("cacert");
    boolean insecure = settings.flag("insecure");
    return new Cloud(
        settings.origin(),
        identity == null ? null : versioned(identity),
        nobody ? Optional.empty() : Login.of(settings),
        imageService,
        settings.value("interface").orElse("public").replaceFirst("URL$", ""),
        settings.value("region_name").orElse(null),
        new TargetConfig.Trust(
            insecure || caFile.isEmpty()
                ? List.of()
                : List.of(
                    Path.of(caFile.get().replaceFirst("^~", System.getProperty("user.home")))),
            null,
            insecure));
  }

  private static URI versioned(URI identity) {
    String address = identity.toString().replaceFirst("/+$", "");
    return URI.create(address.replaceFirst("/v\\d[0-9.]*$", "") + "/v3");
  }

  private static @Nullable URI address(CloudSettings settings, String name)
      throws StorageException {
    Optional<String> text = settings.value(name);
    if (text.isEmpty()) {
      return null;
    }
    if (!text.get().matches("(?i)https?://[^@]+")) {
      throw new StorageException(
          CommonError.CONFIGURATION,
          settings.origin() + ": " + name + " is no address of http or https",
          "Write https://HOST:PORT/PATH, without a user in it.");
    }
    try {
      return URI.create(text.get());
    } catch (IllegalArgumentException e) {
      throw new StorageException(
          CommonError.CONFIGURATION,
          settings.origin() + ": " + name + " is no address",
          "Write https://HOST:PORT/PATH.");
    }
  }

  static StorageException missing(CloudSettings settings, String name, String what) {
    return new StorageException(
        CommonError.CONFIGURATION,
        settings.origin() + ": " + name + " is missing, " + what,
        "Set it; 'openstack token issue' shows whether all is there.");
  }
}
