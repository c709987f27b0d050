package org.stowage.runtime.placement;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.stowage.api.Transfer;
import org.stowage.api.datastore.BaseDisk;
import org.stowage.api.datastore.DatastoreInfo;
import org.stowage.api.datastore.DatastorePorts;
import org.stowage.api.datastore.DatastoreTraits;
import org.stowage.api.datastore.DatastoreType;
import org.stowage.api.datastore.Landing;
import org.stowage.api.disk.DiskFacts;
import org.stowage.api.disk.DiskImage;
import org.stowage.runtime.config.PlacementMode;

/**
 * Times the pure decision among 10 000 datastores of a cluster of 64 hosts, which cache 1 000
 * images in up to 20 places each, for one image after the other. Prints the milliseconds of
 * processor time that 99 of 100 decisions take at most, and those of the first of the process. Run
 * by dev/bench.
 */
final class PlacementBenchmark {

  private static final int DATASTORES = 10_000;
  private static final int IMAGES = 1_000;
  private static final int HOSTS = 64;
  private static final int MOST_PLACES = 20;
  private static final long GIB = 1L << 30;
  private static final ThreadMXBean THREAD = ManagementFactory.getThreadMXBean();

  private PlacementBenchmark() {}

  public static void main(String[] args) {
    Random chance = new Random(11);
    List<DatastoreInfo> datastores = new ArrayList<>();
    Map<String, Set<String>> mounts = new HashMap<>();
    for (int i = 0; i < DATASTORES; i++) {
      String name = "ds-" + i;
      long capacityBytes = (1 + chance.nextInt(64)) * 1024L * GIB;
      long freeBytes = chance.nextInt(4) == 0 ? 0 : (long) (capacityBytes * chance.nextDouble());
      boolean usable = chance.nextInt(50) > 0;
      datastores.add(new DatastoreInfo(name, "files", capacityBytes, freeBytes, usable, !usable));
      mounts.put(name, Set.of("host-" + i % HOSTS, "host-" + chance.nextInt(HOSTS) + "b"));
    }
    List<Set<Integer>> places = new ArrayList<>();
    for (int image = 0; image < IMAGES; image++) {
      Set<Integer> caching = new TreeSet<>();
      for (int i = 0; i <= chance.nextInt(MOST_PLACES); i++) {
        caching.add(chance.nextInt(DATASTORES));
      }
      places.add(caching);
    }
    Reach reach = Reach.of(mounts);
    double[] millis = new double[IMAGES];
    for (int image = 0; image < IMAGES; image++) {
      millis[image] = decide(datastores, places.get(image), reach);
    }
    double first = millis[0];
    Arrays.sort(millis);
    System.out.printf(Locale.ROOT, "%.1f %.1f%n", millis[IMAGES * 99 / 100], first);
  }

  private static double decide(List<DatastoreInfo> datastores, Set<Integer> caching, Reach reach) {
    Wish wish = new Wish(image(), 40 * GIB, true, true, true, null, null, PlacementMode.BALANCED);
    long start = THREAD.getCurrentThreadCpuTime();
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < datastores.size(); i++) {
      candidates.add(
          new Candidate(datastores.get(i), Files.TYPE, new Cached(caching.contains(i), false)));
    }
    List<Verdict> verdicts = new Placement(wish, reach).decide(candidates);
    double millis = (THREAD.getCurrentThreadCpuTime() - start) / 1e6;
    if (verdicts.size() != DATASTORES || !(verdicts.get(0) instanceof Verdict.Eligible)) {
      throw new AssertionError("no decision: " + verdicts.get(0));
    }
    return millis;
  }

  private static DiskFacts image() {
    return new DiskFacts(null, "raw", "a.raw", null, 10 * GIB, null, 2 * GIB, null, List.of());
  }

  /** Takes everything as it is. */
  private record Files() implements DatastoreType {

    private static final Files TYPE = new Files();

    @Override
    public String id() {
      return "files";
    }

    @Override
    public DatastoreTraits traits() {
      return new DatastoreTraits(
          Set.of("files"),
          DatastoreTraits.DataFiles.ADDRESSABLE,
          DatastoreTraits.TopLevelFolders.PLAIN,
          512);
    }

    @Override
    public Landing judge(DiskFacts image, boolean convert) {
      return new Landing.Accepted(image.capacityBytes(), null);
    }

    @Override
    public void land(
        DiskImage image,
        Landing.Accepted landing,
        BaseDisk disk,
        DatastorePorts ports,
        Transfer transfer) {
      throw new AssertionError("nothing is landed");
    }
  }
}
