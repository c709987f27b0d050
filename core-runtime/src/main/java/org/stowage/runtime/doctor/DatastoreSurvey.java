package org.stowage.runtime.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.datastore.DatastoreInfo;
import org.stowage.runtime.config.ByteSize;

/**
 * Whether the datastores of a target are of use: which plugin serves their types, what state they
 * are in, and whether the configuration leaves any of them over.
 *
 * @param servedBy the id of the plugged-in datastore type that serves a type name; empty when none
 *     does
 * @param datastoreRegex as {@link org.stowage.runtime.config.TargetConfig.Rules#datastoreRegex}
 */
public record DatastoreSurvey(
    Function<String, Optional<String>> servedBy, @Nullable Pattern datastoreRegex) {

  /** Less is used up by the next image or two. */
  private static final long LITTLE_BYTES = 1L << 30;

  private static final String TYPES = "datastore-types";
  private static final String STATES = "datastore-states";
  private static final String ROOM = "datastore-room";
  public static final String USABLE = "datastores";

  /** Whether instances may be placed on a datastore, as far as this looks. */
  public boolean isUsable(DatastoreInfo info) {
    return matches(info)
        && info.accessible()
        && !info.maintenance()
        && servedBy.apply(info.typeName()).isPresent();
  }

  /** Looks at all datastores of a target. */
  public List<Finding> of(List<DatastoreInfo> all) {
    List<Finding> findings = new ArrayList<>(types(all));
    state(all, one -> !one.accessible(), "no host reaches: ", "Mount it, or look why it is gone.")
        .ifPresent(findings::add);
    state(
            all,
            one -> one.accessible() && one.maintenance(),
            "in maintenance, nothing is placed on: ",
            "End the maintenance when it is done.")
        .ifPresent(findings::add);
    room(all).ifPresent(findings::add);
    findings.add(usable(all));
    return findings;
  }

  private List<Finding> types(List<DatastoreInfo> all) {
    Map<String, List<String>> namesByType = new TreeMap<>();
    for (DatastoreInfo info : all) {
      namesByType.computeIfAbsent(info.typeName(), type -> new ArrayList<>()).add(info.name());
    }
    List<Finding> findings = new ArrayList<>();
    namesByType.forEach(
        (type, names) -> {
          String seen = names.size() + ": " + NameList.of(names);
          findings.add(
              servedBy
                  .apply(type)
                  .map(id -> Finding.ok(TYPES, type, "served by " + id + "; " + seen))
                  .orElseGet(
                      () ->
                          Finding.warning(
                              TYPES,
                              type,
                              "no plugin serves this type; " + seen,
                              "Put a plugin that serves the type "
                                  + type
                                  + " into the plugins folder, if these are to be used.")));
        });
    return findings;
  }

  private static Optional<Finding> state(
      List<DatastoreInfo> all, Predicate<DatastoreInfo> bad, String what, String remedy) {
    List<String> names = all.stream().filter(bad).map(DatastoreInfo::name).toList();
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(Finding.warning(STATES, counted(names), what + NameList.of(names), remedy));
  }

  private Optional<Finding> room(List<DatastoreInfo> all) {
    List<DatastoreInfo> full =
        all.stream().filter(one -> isUsable(one) && one.freeBytes() < LITTLE_BYTES).toList();
    return full.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Finding.warning(
                ROOM,
                counted(full.stream().map(DatastoreInfo::name).toList()),
                "less than %s free: %s"
                    .formatted(
                        ByteSize.show(LITTLE_BYTES),
                        NameList.of(
                            full.stream()
                                .map(one -> one.name() + " " + ByteSize.show(one.freeBytes()))
                                .toList())),
                "Free space there, or images will go elsewhere."));
  }

  private Finding usable(List<DatastoreInfo> all) {
    List<DatastoreInfo> usable = all.stream().filter(this::isUsable).toList();
    long left = all.stream().filter(this::matches).count();
    String regex =
        datastoreRegex == null
            ? ""
            : "; datastore_regex %s leaves %d of %d".formatted(datastoreRegex, left, all.size());
    if (usable.isEmpty()) {
      return Finding.failed(
          USABLE,
          "0 of " + all.size(),
          CommonError.NO_PLACEMENT,
          "none can take an image" + regex,
          left == 0 && !all.isEmpty()
              ? "Change datastore_regex: it is matched from the start of the name."
              : "Put right what keeps them from it, as told above.");
    }
    long freeBytes = usable.stream().mapToLong(DatastoreInfo::freeBytes).max().orElse(0);
    return Finding.ok(
        USABLE,
        usable.size() + " of " + all.size(),
        "can take images, the one with the most room %s%s"
            .formatted(ByteSize.show(freeBytes), regex));
  }

  private boolean matches(DatastoreInfo info) {
    return datastoreRegex == null || datastoreRegex.matcher(info.name()).lookingAt();
  }

  private static String counted(List<String> names) {
    return names.size() == 1 ? names.get(0) : names.size() + " datastores";
  }
}
