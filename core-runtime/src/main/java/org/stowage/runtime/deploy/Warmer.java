package org.stowage.runtime.deploy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;
import org.stowage.api.datastore.DatastoreInfo;
import org.stowage.api.disk.DiskImage;
import org.stowage.runtime.cache.CacheLayout;
import org.stowage.runtime.config.TargetConfig;
import org.stowage.runtime.image.FoundImage;
import org.stowage.runtime.image.ImageReader;
import org.stowage.runtime.target.Target;

/**
 * Brings an image to several datastores before anybody needs it there, and reads it once for all of
 * them. What keeps it from one datastore keeps it from no other.
 */
public final class Warmer {

  private final Target target;
  private final TargetConfig.Rules rules;
  private final DatastoreTypes types;
  private final ImageReader reader;

  public Warmer(Target target, TargetConfig.Rules rules, DatastoreTypes types, ImageReader reader) {
    this.target = target;
    this.rules = rules;
    this.types = types;
    this.reader = reader;
  }

  /**
   * Brings the image to datastores. Nobody else imports it anywhere meanwhile.
   *
   * @param request says what the image is, and nothing of an instance
   * @param names of at least one datastore
   * @throws StorageException {@code not-found} for a datastore that the target has not, before
   *     anything is read; what says why the image cannot be had
   */
  @SuppressWarnings("try") // the claim is held, not used
  public Warmed warm(DeployRequest request, List<String> names, Transfer transfer)
      throws IOException {
    List<DatastoreInfo> all = target.datastores();
    List<DatastoreInfo> wanted = wanted(names, all);
    LongAdder bytesRead = new LongAdder();
    try (FoundImage found =
        reader.find(request.image(), request.properties(), bytesRead, transfer)) {
      Deployer.mustBeTold(request, found);
      DeployRequest declared = request.declaring(found.properties());
      try (DiskImage image = found.open()) {
        String imageId = Deployer.imageId(request, found, image.facts());
        long readBefore = found.isStream() ? 0 : bytesRead.sum();
        Warming warming =
            new Warming(target, rules, types, imageId, image, declared, found.isStream(), transfer);
        String meetingPoint =
            CacheLayout.meetingPoint(
                all.stream().filter(info -> types.serving(info.typeName()).isPresent()));
        boolean read;
        try (Target.Claim claim =
            target.claim(CacheLayout.of(target).claim(meetingPoint, imageId), transfer)) {
          read = warming.bring(wanted, all);
        }
        long transferred = read ? bytesRead.sum() - readBefore : 0;
        return new Warmed(target.name(), imageId, transferred, warming.results(wanted));
      }
    }
  }

  private List<DatastoreInfo> wanted(List<String> names, List<DatastoreInfo> all)
      throws StorageException {
    Map<String, DatastoreInfo> known =
        all.stream().collect(Collectors.toMap(DatastoreInfo::name, Function.identity()));
    for (String name : names) {
      if (!known.containsKey(name)) {
        throw new StorageException(
            CommonError.NOT_FOUND,
            "target %s has no datastore '%s'".formatted(target.name(), name),
            "Its datastores: %s."
                .formatted(String.join(", ", known.keySet().stream().sorted().toList())));
      }
    }
    return names.stream().distinct().map(known::get).toList();
  }
}
