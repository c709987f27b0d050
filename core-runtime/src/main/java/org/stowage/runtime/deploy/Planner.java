package org.stowage.runtime.deploy;

import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.datastore.DatastoreInfo;
import org.stowage.api.datastore.DatastoreType;
import org.stowage.api.disk.AdapterType;
import org.stowage.api.disk.DiskFacts;
import org.stowage.api.disk.ImageProperties;
import org.stowage.runtime.cache.CacheLookup;
import org.stowage.runtime.config.ByteSize;
import org.stowage.runtime.config.TargetConfig;
import org.stowage.runtime.placement.Candidate;
import org.stowage.runtime.placement.Placement;
import org.stowage.runtime.placement.Reach;
import org.stowage.runtime.placement.Verdict;
import org.stowage.runtime.placement.Wish;
import org.stowage.runtime.target.Instance;
import org.stowage.runtime.target.Target;

/** Decides what a deployment does. Changes nothing. */
final class Planner {

  private static final int MOST_REACHED = 64;

  private final Target target;
  private final TargetConfig.Rules rules;
  private final DatastoreTypes types;
  private final String imageId;

  /**
   * @param imageId the identity under which the image is, or will be, cached
   */
  Planner(Target target, TargetConfig.Rules rules, DatastoreTypes types, String imageId) {
    this.target = target;
    this.rules = rules;
    this.types = types;
    this.imageId = imageId;
  }

  /**
   * Decides.
   *
   * @param instances all instances of the target
   * @param most how many datastores are asked for the image, as {@link CacheLookup#look} takes it
   */
  Plan plan(DeployRequest request, DiskFacts image, List<Instance> instances, int most)
      throws IOException {
    long diskSizeBytes = diskSizeBytes(request, image);
    boolean linkedClone = linkedClone(request);
    Wish wish =
        new Wish(
            image,
            diskSizeBytes,
            linkedClone,
            !target.growsLinkedClones(),
            rules.convertImages(),
            rules.datastoreRegex(),
            request.datastore(),
            request.placement() == null ? rules.placement() : request.placement());
    List<DatastoreInfo> datastores = target.datastores();
    mustKnow(request, datastores);
    List<Verdict> verdicts = verdicts(wish, datastores, instances, most);
    return new Plan(
        request,
        target.name(),
        imageId,
        image,
        diskSizeBytes < 0 ? capacityOf(verdicts, image) : diskSizeBytes,
        adapterType(request, image),
        linkedClone,
        wish.mode(),
        verdicts);
  }

  private List<Verdict> verdicts(
      Wish wish, List<DatastoreInfo> datastores, List<Instance> instances, int most)
      throws IOException {
    List<DatastoreInfo> holders =
        datastores.stream().filter(info -> Placement.mayHoldBases(wish, info, type(info))).toList();
    long sizeBytes = wish.linkedClone() && wish.sizedBase() ? wish.diskSizeBytes() : -1;
    CacheLookup lookup = CacheLookup.look(target, imageId, sizeBytes, holders, instances, most);
    List<Candidate> candidates =
        datastores.stream()
            .map(info -> new Candidate(info, type(info), lookup.on(info.name())))
            .toList();
    return new Placement(wish, reach(wish, candidates, holders)).decide(candidates);
  }

  /** Asked of no more than a fixed number of datastores, so that the answer does not grow. */
  private Reach reach(Wish wish, List<Candidate> candidates, List<DatastoreInfo> holders)
      throws IOException {
    Stream<String> caching =
        candidates.stream().filter(one -> one.cached().base()).map(one -> one.info().name());
    Stream<String> roomiest =
        holders.stream()
            .sorted(Comparator.comparing(DatastoreInfo::freeBytes).reversed())
            .map(DatastoreInfo::name);
    Set<String> asked = new LinkedHashSet<>();
    Stream.of(Stream.ofNullable(wish.datastore()), caching, roomiest)
        .flatMap(names -> names)
        .limit(MOST_REACHED)
        .forEach(asked::add);
    return target.reach(asked);
  }

  private @Nullable DatastoreType type(DatastoreInfo info) {
    return types.serving(info.typeName()).orElse(null);
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

  static AdapterType adapterType(DeployRequest request, DiskFacts image) throws StorageException {
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
