package org.stowage.runtime;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.stowage.api.StorageException;
import org.stowage.api.datastore.DatastoreInfo;
import org.stowage.runtime.cache.CacheCheck;
import org.stowage.runtime.cache.CacheLayout;
import org.stowage.runtime.cache.CacheListing;
import org.stowage.runtime.cache.CachePins;
import org.stowage.runtime.cache.CachePrune;
import org.stowage.runtime.cache.CachedImage;
import org.stowage.runtime.cache.CheckedImage;
import org.stowage.runtime.cache.PrunedImage;
import org.stowage.runtime.config.Config;
import org.stowage.runtime.deploy.DatastoreTypes;
import org.stowage.runtime.deploy.DeployRequest;
import org.stowage.runtime.deploy.Warmed;
import org.stowage.runtime.deploy.Warmer;
import org.stowage.runtime.image.ImageIdentity;
import org.stowage.runtime.image.ImageReader;
import org.stowage.runtime.target.Instance;
import org.stowage.runtime.target.Target;

/**
 * The images that are kept on the datastores of targets, as {@link Stowage#caches} gives them. Safe
 * for use by several threads, as long as the runtime is open; every method takes null for the
 * configuration's default target.
 */
public final class Caches {

  private final Config config;
  private final DatastoreTypes types;
  private final ImageReader reader;
  private final Targets targets;

  Caches(Config config, DatastoreTypes types, ImageReader reader, Targets targets) {
    this.config = config;
    this.types = types;
    this.reader = reader;
    this.targets = targets;
  }

  /** The images cached on the datastores of a target that can be reached. */
  public List<CachedImage> list(@Nullable String targetName) throws IOException {
    try (Target target = targets.open(targetName)) {
      List<Instance> instances = target.instances().list();
      List<CachedImage> images = new ArrayList<>();
      for (DatastoreInfo info : usable(target)) {
        images.addAll(CacheListing.of(target, info.name(), instances));
      }
      return images;
    }
  }

  /**
   * Removes images that nobody has used for a time, on the datastores of a target that deployments
   * use, and what operations left there when they died.
   *
   * @param olderThan how long an image stays that nobody uses
   * @param dryRun whether to tell only what would be done
   */
  public List<PrunedImage> prune(
      @Nullable String targetName, Duration olderThan, boolean dryRun, Operation operation)
      throws IOException {
    try (Target target = targets.open(targetName)) {
      Pattern regex = config.target(targetName).rules().datastoreRegex();
      List<DatastoreInfo> usable = usable(target);
      if (usable.isEmpty()) {
        return List.of();
      }
      List<String> pruned =
          usable.stream()
              .map(DatastoreInfo::name)
              .filter(name -> regex == null || regex.matcher(name).lookingAt())
              .toList();
      return new CachePrune(target, CacheLayout.meetingPoint(usable.stream()), olderThan, dryRun)
          .of(pruned, operation);
    }
  }

  /**
   * Keeps an image from being removed, or no longer, on all datastores of a target that have it.
   *
   * @return those datastores
   * @throws StorageException {@code not-found} when none has it
   */
  public List<String> pin(
      @Nullable String targetName, String imageId, boolean pinned, Operation operation)
      throws IOException {
    try (Target target = targets.open(targetName)) {
      return new CachePins(target)
          .set(ImageIdentity.given(imageId), pinned, names(usable(target)), operation);
    }
  }

  /**
   * Brings an image to several datastores, reading it once.
   *
   * @param request says what the image is and on which target; its name is not used
   */
  public Warmed warm(DeployRequest request, List<String> datastores, Operation operation)
      throws IOException {
    try (Target target = targets.open(request.target())) {
      return new Warmer(target, config.target(request.target()).rules(), types, reader)
          .warm(request, datastores, operation);
    }
  }

  /**
   * Compares cached images with what was recorded of them when they were imported.
   *
   * @param imageIds those to look at; all when empty
   */
  public List<CheckedImage> verify(
      @Nullable String targetName, List<String> imageIds, Operation operation) throws IOException {
    try (Target target = targets.open(targetName)) {
      return new CacheCheck(target, imageIds).verify(names(usable(target)), operation);
    }
  }

  /**
   * Records what cached images contain of which nobody has recorded it, such as those of Nova.
   *
   * @param imageIds those to look at; all when empty
   */
  public List<CheckedImage> adopt(
      @Nullable String targetName, List<String> imageIds, Operation operation) throws IOException {
    try (Target target = targets.open(targetName)) {
      return new CacheCheck(target, imageIds).adopt(names(usable(target)), operation);
    }
  }

  private static List<String> names(List<DatastoreInfo> datastores) {
    return datastores.stream().map(DatastoreInfo::name).toList();
  }

  private List<DatastoreInfo> usable(Target target) throws IOException {
    return target.datastores().stream()
        .filter(info -> info.accessible() && types.serving(info.typeName()).isPresent())
        .toList();
  }
}
