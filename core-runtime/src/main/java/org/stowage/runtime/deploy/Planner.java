package org.stowage.runtime.deploy;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.datastore.DatastoreInfo;
import org.stowage.api.datastore.DatastoreType;
import org.stowage.api.disk.AdapterType;
import org.stowage.api.disk.DiskFacts;
import org.stowage.api.disk.ImageProperties;
import org.stowage.runtime.cache.CacheLookup;
import org.stowage.runtime.cache.ImageIdentity;
import org.stowage.runtime.config.ByteSize;
import org.stowage.runtime.config.TargetConfig;
import org.stowage.runtime.image.ImageReader;
import org.stowage.runtime.placement.Placement;
import org.stowage.runtime.placement.Verdict;
import org.stowage.runtime.placement.Wish;
import org.stowage.runtime.target.Instance;
import org.stowage.runtime.target.Target;

/** Decides what a deployment does. Changes nothing. */
final class Planner {

  private final Target target;
  private final TargetConfig.Rules rules;
  private final DatastoreTypes types;

  Planner(Target target, TargetConfig.Rules rules, DatastoreTypes types) {
    this.target = target;
    this.rules = rules;
    this.types = types;
  }

  /**
   * Decides.
   *
   * @param instances all instances of the target
   */
  Plan plan(DeployRequest request, DiskFacts image, List<Instance> instances) throws IOException {
    String imageId = imageId(request);
    long diskSizeBytes = diskSizeBytes(request, image);
    boolean linkedClone = linkedClone(request);
    Wish wish =
        new Wish(
            image,
            diskSizeBytes,
            linkedClone,
            rules.convertImages(),
            rules.datastoreRegex(),
            request.datastore());
    List<DatastoreInfo> datastores = target.datastores();
    mustKnow(request, datastores);
    List<Verdict> verdicts = Placement.ranked(verdicts(wish, imageId, datastores, instances));
    return new Plan(
        request,
        target.name(),
        imageId,
        image,
        diskSizeBytes < 0 ? capacityOf(verdicts, image) : diskSizeBytes,
        adapterType(request, image),
        linkedClone,
        verdicts);
  }

  private List<Verdict> verdicts(
      Wish wish, String imageId, List<DatastoreInfo> datastores, List<Instance> instances)
      throws IOException {
    Placement placement = new Placement(wish);
    List<Verdict> verdicts = new ArrayList<>();
    Map<DatastoreInfo, DatastoreType> suitable = new LinkedHashMap<>();
    for (DatastoreInfo info : datastores) {
      DatastoreType type = types.serving(info.typeName()).orElse(null);
      Optional<Verdict.Rejected> rejected = placement.screen(info, type);
      rejected.ifPresent(verdicts::add);
      if (rejected.isEmpty() && type != null) {
        suitable.put(info, type);
      }
    }
    CacheLookup cached =
        CacheLookup.look(
            target, imageId, wish.diskSizeBytes(), List.copyOf(suitable.keySet()), instances);
    suitable.forEach(
        (info, type) -> verdicts.add(placement.judge(info, type, cached.on(info.name()))));
    return verdicts;
  }

  /** The identity of an image, told before any of it is read. */
  static String imageId(DeployRequest request) throws IOException {
    if (request.imageId() != null) {
      return ImageIdentity.given(request.imageId());
    }
    if (ImageReader.isStream(request.image())) {
      throw new StorageException(
          CommonError.USAGE,
          "an image from standard input has no identity of its own to be cached under",
          "Give it one with --image-id.");
    }
    try {
      return ImageIdentity.of(Path.of(request.image()));
    } catch (NoSuchFileException e) {
      throw new StorageException(
          CommonError.NOT_FOUND,
          "there is no image " + request.image(),
          "Name an existing file.",
          e);
    }
  }

  private static long diskSizeBytes(DeployRequest request, DiskFacts image)
      throws StorageException {
    Long wanted = request.diskSizeBytes();
    if (wanted == null) {
      return -1;
    }
    if (wanted < image.capacityBytes()) {
      throw new StorageException(
          CommonError.USAGE,
          "the image "
              + request.image()
              + " has a capacity of "
              + ByteSize.show(image.capacityBytes())
              + ", which does not fit into a root disk of "
              + ByteSize.show(wanted),
          "Ask for a --disk-size of at least " + image.capacityBytes() + " bytes.");
    }
    if (wanted % 512 != 0) {
      throw new StorageException(
          CommonError.USAGE,
          "a disk size of " + wanted + " bytes is no whole number of 512-byte sectors",
          "Ask for a --disk-size that is a multiple of 512 bytes.");
    }
    return wanted;
  }

  private boolean linkedClone(DeployRequest request) {
    boolean declared =
        request
            .properties()
            .value(ImageProperties.LINKED_CLONE)
            .map(Boolean::parseBoolean)
            .orElse(rules.linkedClone());
    return declared && !request.fullClone();
  }

  private static AdapterType adapterType(DeployRequest request, DiskFacts image)
      throws StorageException {
    if (request.adapterType() != null) {
      return request.adapterType();
    }
    Optional<String> declared = request.properties().value(ImageProperties.ADAPTER_TYPE);
    if (declared.isPresent()) {
      return AdapterType.named(declared.get())
          .orElseThrow(
              () ->
                  new StorageException(
                      CommonError.USAGE,
                      "the image property vmware_adaptertype has the unknown"
                          + " value '"
                          + declared.get()
                          + "'",
                      "Use ide, busLogic, lsiLogic, lsiLogicsas or" + " paraVirtual."));
    }
    return image.knownAdapterType().orElse(AdapterType.LSILOGIC);
  }

  /** The image's capacity, or what the chosen datastore's rule makes of it. */
  private static long capacityOf(List<Verdict> verdicts, DiskFacts image) {
    return !verdicts.isEmpty() && verdicts.get(0) instanceof Verdict.Eligible best
        ? best.landing().capacityBytes()
        : image.capacityBytes();
  }

  private void mustKnow(DeployRequest request, List<DatastoreInfo> datastores)
      throws StorageException {
    String wanted = request.datastore();
    if (wanted != null && datastores.stream().noneMatch(ds -> ds.name().equals(wanted))) {
      throw new StorageException(
          CommonError.NOT_FOUND,
          "target " + target.name() + " has no datastore '" + wanted + "'",
          "Its datastores: "
              + String.join(", ", datastores.stream().map(DatastoreInfo::name).toList())
              + ".");
    }
  }
}
