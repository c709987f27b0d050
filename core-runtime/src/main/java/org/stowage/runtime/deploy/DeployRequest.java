package org.stowage.runtime.deploy;

import org.jspecify.annotations.Nullable;
import org.stowage.api.disk.AdapterType;
import org.stowage.api.disk.ImageProperties;
import org.stowage.runtime.config.PlacementMode;

/**
 * What somebody wants deployed.
 *
 * @param image a file's path, an address of http, https or glance, or {@code -} for standard input
 * @param name the instance's; letters, digits, dots, dashes and underscores, at most 80
 * @param target null for the configuration's default
 * @param datastore the only datastore to be considered; null for all
 * @param placement by what a datastore is chosen; null for what the target's configuration says
 * @param imageId the identity under which the image is cached; null to derive it from the image
 * @param diskSizeBytes the root disk's capacity; null for the image's own
 * @param adapterType overrides what the image says; null to follow the image
 * @param fullClone a copy of the base disk rather than a linked clone
 * @param network that the instance is connected to; null for none
 * @param powerOn whether the instance is to run
 * @param properties what is declared about the image
 */
public record DeployRequest(
    String image,
    String name,
    @Nullable String target,
    @Nullable String datastore,
    @Nullable PlacementMode placement,
    @Nullable String imageId,
    @Nullable Long diskSizeBytes,
    @Nullable AdapterType adapterType,
    boolean fullClone,
    int cpus,
    int memoryMib,
    @Nullable String network,
    boolean powerOn,
    ImageProperties properties) {

  /** One CPU, 1 GiB of memory, everything else as the image and the configuration say. */
  public static DeployRequest of(String image, String name) {
    return new DeployRequest(
        image,
        name,
        null,
        null,
        null,
        null,
        null,
        null,
        false,
        1,
        1024,
        null,
        false,
        ImageProperties.NONE);
  }

  /** Of an image alone, for what makes no instance of it. */
  public static DeployRequest ofImage(
      String image, @Nullable String target, @Nullable String imageId, ImageProperties properties) {
    return new DeployRequest(
        image,
        "",
        target,
        null,
        null,
        imageId,
        null,
        null,
        false,
        1,
        1024,
        null,
        false,
        properties);
  }

  public DeployRequest onTarget(String target) {
    return new DeployRequest(
        image,
        name,
        target,
        datastore,
        placement,
        imageId,
        diskSizeBytes,
        adapterType,
        fullClone,
        cpus,
        memoryMib,
        network,
        powerOn,
        properties);
  }

  public DeployRequest onDatastore(String datastore) {
    return new DeployRequest(
        image,
        name,
        target,
        datastore,
        placement,
        imageId,
        diskSizeBytes,
        adapterType,
        fullClone,
        cpus,
        memoryMib,
        network,
        powerOn,
        properties);
  }

  /** With all that is declared about the image. */
  DeployRequest declaring(ImageProperties all) {
    return new DeployRequest(
        image,
        name,
        target,
        datastore,
        placement,
        imageId,
        diskSizeBytes,
        adapterType,
        fullClone,
        cpus,
        memoryMib,
        network,
        powerOn,
        all);
  }
}
