package org.stowage.runtime.deploy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.stowage.api.CancelledException;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;
import org.stowage.api.datastore.DatastoreInfo;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.datastore.DatastoreType;
import org.stowage.api.datastore.Landing;
import org.stowage.api.disk.AdapterType;
import org.stowage.api.disk.DiskImage;
import org.stowage.runtime.cache.ImageCache;
import org.stowage.runtime.config.TargetConfig;
import org.stowage.runtime.deploy.Warmed.Outcome;
import org.stowage.runtime.image.SharedContent;
import org.stowage.runtime.image.Silent;
import org.stowage.runtime.placement.Placement;
import org.stowage.runtime.placement.Wish;
import org.stowage.runtime.target.Staging;
import org.stowage.runtime.target.Target;

/** One image on its way to several datastores. For use by one thread. */
final class Warming {

  /** How long the others wait for a datastore that takes nothing. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** What one type has padded is padded in its copies, too. */
  private static final Comparator<Place> SMALLEST_FIRST =
      Comparator.comparing(place -> place.landing().capacityBytes());

  private final Target target;
  private final DatastoreTypes types;
  private final String imageId;
  private final DiskImage image;
  private final DeployRequest request;
  private final boolean stream;
  private final Transfer transfer;
  private final Wish wish;
  private final Map<String, Warmed.On> results = new ConcurrentHashMap<>();

  /**
   * @param request with all that is declared of the image
   * @param stream whether the image can be read once only
   */
  Warming(
      Target target,
      TargetConfig.Rules rules,
      DatastoreTypes types,
      String imageId,
      DiskImage image,
      DeployRequest request,
      boolean stream,
      Transfer transfer) {
    this.target = target;
    this.types = types;
    this.imageId = imageId;
    this.image = image;
    this.request = request;
    this.stream = stream;
    this.transfer = transfer;
    this.wish =
        new Wish(
            image.facts(),
            -1,
            true,
            false,
            rules.convertImages(),
            rules.datastoreRegex(),
            null,
            rules.placement());
  }

  /** A datastore that would take the image. */
  private record Place(ImageCache cache, Landing.Accepted landing) {
    String name() {
      return cache.datastore();
    }
  }

  /**
   * Brings it.
   *
   * @param all datastores of the target, any of which may have it
   * @return whether the source was read
   */
  boolean bring(List<DatastoreInfo> wanted, List<DatastoreInfo> all) throws IOException {
    List<Place> having = having(all);
    List<Place> left = new ArrayList<>();
    for (DatastoreInfo info : wanted) {
      rejection(info).ifPresent(why -> failed(info.name(), why));
      place(info).ifPresent(left::add);
    }
    Set<String> names = Set.copyOf(having.stream().map(Place::name).toList());
    left.stream()
        .filter(place -> names.contains(place.name()))
        .forEach(place -> done(place, Outcome.PRESENT));
    left.removeIf(place -> names.contains(place.name()));
    if (left.isEmpty()) {
      return false;
    }
    if (!having.isEmpty()) {
      copy(having.get(0).cache(), left);
      return false;
    }
    if (target.copiesOnServer()) {
      Optional<ImageCache> source = importToOne(left);
      if (source.isPresent()) {
        copy(source.get(), left);
      }
    } else {
      readForAll(left);
    }
    return true;
  }

  List<Warmed.On> results(List<DatastoreInfo> wanted) {
    return wanted.stream().map(info -> results.get(info.name())).toList();
  }

  /** Empty when the datastore or its type refuses the image. */
  private Optional<Place> place(DatastoreInfo info) {
    Optional<DatastoreType> type = types.serving(info.typeName());
    if (rejection(info).isPresent()) {
      return Optional.empty();
    }
    ImageCache cache = new ImageCache(target, type.orElseThrow(), info.name(), imageId);
    Landing landing = type.orElseThrow().judge(image.facts(), wish.convertImages());
    return Optional.of(new Place(cache, (Landing.Accepted) landing));
  }

  private Optional<StorageException> rejection(DatastoreInfo info) {
    return Placement.rejection(wish, info, types.serving(info.typeName()).orElse(null))
        .map(
            why ->
                new StorageException(
                    why.code(),
                    "cannot bring %s to %s: %s".formatted(imageId, info.name(), why.reason()),
                    why.remedy()));
  }

  /** Those that have it. */
  private List<Place> having(List<DatastoreInfo> all) throws IOException {
    Map<DatastorePath, Place> places = new HashMap<>();
    for (DatastoreInfo info : all) {
      place(info).ifPresent(place -> places.put(place.cache().basePath(), place));
    }
    return target.existing(places.keySet()).stream()
        .map(places::get)
        .sorted(SMALLEST_FIRST)
        .toList();
  }

  private void copy(ImageCache source, List<Place> places) throws IOException {
    List<Callable<Void>> steps = new ArrayList<>();
    for (Place place : places) {
      steps.add(
          step(
              place,
              () -> {
                place.cache().ensureCopied(source, new Silent(transfer));
                return Outcome.COPIED;
              }));
    }
    atOnce(steps);
  }

  /** The first that takes it; the others are left. */
  private Optional<ImageCache> importToOne(List<Place> left) throws IOException {
    left.sort(SMALLEST_FIRST);
    while (!left.isEmpty()) {
      Place place = left.remove(0);
      try {
        importTo(place, image, transfer);
        done(place, Outcome.IMPORTED);
        return Optional.of(place.cache());
      } catch (CancelledException e) {
        throw e;
      } catch (StorageException e) {
        failed(place.name(), e);
        if (stream) {
          left.forEach(other -> failed(other.name(), e));
          left.clear();
        }
      }
    }
    return Optional.empty();
  }

  private void readForAll(List<Place> places) throws IOException {
    SharedContent content = new SharedContent(image, places.size(), PATIENCE);
    Iterator<DiskImage> readers = content.readers().iterator();
    List<Callable<Void>> steps = new ArrayList<>();
    for (Place place : places) {
      DiskImage reader = readers.next();
      steps.add(
          step(
              place,
              () -> {
                try (reader) {
                  importTo(place, reader, new Silent(transfer));
                }
                return Outcome.IMPORTED;
              }));
    }
    steps.add(
        () -> {
          try {
            content.read(transfer);
          } catch (CancelledException e) {
            throw e;
          } catch (StorageException e) {
            // All who read it have met this, too.
          }
          return null;
        });
    atOnce(steps);
  }

  private void importTo(Place place, DiskImage from, Transfer own) throws IOException {
    Staging.sweep(target, place.name());
    AdapterType adapterType = Planner.adapterType(request, image.facts());
    place.cache().ensureBase(from, place.landing(), adapterType, own);
  }

  private Callable<Void> step(Place place, Callable<Outcome> step) {
    return () -> {
      try {
        done(place, step.call());
      } catch (CancelledException e) {
        throw e;
      } catch (StorageException e) {
        failed(place.name(), e);
      }
      return null;
    };
  }

  private static void atOnce(List<Callable<Void>> steps) throws IOException {
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      for (Future<Void> each : threads.invokeAll(steps)) {
        each.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException("warming datastores");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private void done(Place place, Outcome outcome) {
    results.put(place.name(), new Warmed.On(place.name(), outcome, null));
  }

  private void failed(String datastore, StorageException failure) {
    results.put(datastore, new Warmed.On(datastore, Outcome.FAILED, failure));
  }
}
