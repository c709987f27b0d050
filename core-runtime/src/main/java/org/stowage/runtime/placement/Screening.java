package org.stowage.runtime.placement;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.ErrorCode;
import org.stowage.api.datastore.DatastoreInfo;
import org.stowage.api.datastore.DatastoreType;
import org.stowage.api.datastore.Landing;

/**
 * The rules that a datastore meets or not, whatever room it has and whatever it caches. For use by
 * one thread.
 */
final class Screening {

  private final Wish wish;
  private final Map<DatastoreType, TypeRule> rules = new IdentityHashMap<>();

  Screening(Wish wish) {
    this.wish = wish;
  }

  /** The first rule that keeps the instance off a datastore; empty when none does. */
  Optional<Verdict.Rejected> rejection(DatastoreInfo info, @Nullable DatastoreType type) {
    if (wish.datastore() != null && !info.name().equals(wish.datastore())) {
      return Optional.of(
          rejected(
              info,
              CommonError.NOT_ALLOWED,
              "datastore " + wish.datastore() + " was asked for",
              ""));
    }
    Optional<Verdict.Rejected> unusable = unusable(info, type);
    if (unusable.isPresent() || type == null) {
      return unusable;
    }
    TypeRule rule = rule(type);
    if (rule.landing() instanceof Landing.Refused refused) {
      return Optional.of(rejected(info, refused.code(), refused.rule(), refused.remedy()));
    }
    return unalignedSize(info, rule.traits().capacityMultipleBytes());
  }

  /** What a type says to the image. */
  TypeRule rule(DatastoreType type) {
    return rules.computeIfAbsent(
        type, one -> new TypeRule(one.traits(), one.judge(wish.image(), wish.convertImages())));
  }

  /** Why not even a base disk on a datastore can be used; empty when it can. */
  Optional<Verdict.Rejected> unusable(DatastoreInfo info, @Nullable DatastoreType type) {
    Pattern regex = wish.datastoreRegex();
    if (regex != null && !regex.matcher(info.name()).lookingAt()) {
      return Optional.of(
          rejected(
              info,
              CommonError.NOT_ALLOWED,
              "its name does not match datastore_regex " + regex,
              "Change datastore_regex of the target."));
    }
    if (!info.accessible()) {
      return Optional.of(
          rejected(
              info, CommonError.IO, "it is not accessible", "Mount it, or create its folder."));
    }
    if (info.maintenance()) {
      return Optional.of(
          rejected(
              info, CommonError.NOT_ALLOWED, "it is in maintenance mode", "End its maintenance."));
    }
    if (type == null) {
      return Optional.of(
          rejected(
              info,
              CommonError.UNSUPPORTED,
              "no plugin serves its type " + info.typeName(),
              "Put a plugin that serves the type into the plugins folder."));
    }
    return Optional.empty();
  }

  private Optional<Verdict.Rejected> unalignedSize(DatastoreInfo info, long multipleBytes) {
    OptionalLong size = wish.wantedDiskSizeBytes();
    if (size.isEmpty() || size.getAsLong() % multipleBytes == 0) {
      return Optional.empty();
    }
    return Optional.of(
        rejected(
            info,
            CommonError.NOT_ALLOWED,
            "its disks are multiples of "
                + multipleBytes
                + " bytes, which the disk size of "
                + size.getAsLong()
                + " bytes is not",
            "Choose another --disk-size."));
  }

  private static Verdict.Rejected rejected(
      DatastoreInfo info, ErrorCode code, String reason, String remedy) {
    return new Verdict.Rejected(info, code, reason, remedy);
  }
}
