package org.stowage.runtime.placement;

import java.util.Collections;
import java.util.Map;
import java.util.Set;

/**
 * Which datastores one machine can use together: those that one host which is up has mounted for
 * reading and writing.
 *
 * @param told whether anything is known; otherwise everything counts as reachable
 * @param hosts of each datastore that was asked about, the hosts
 */
public record Reach(boolean told, Map<String, Set<String>> hosts) {

  /** Every machine can use every datastore. */
  public static final Reach EVERYWHERE = new Reach(false, Map.of());

  public Reach {
    hosts = Map.copyOf(hosts);
  }

  /** What is known of some datastores. */
  public static Reach of(Map<String, Set<String>> hosts) {
    return new Reach(true, hosts);
  }

  /** Whether some host is known to use both; of a datastore that was not asked about it is not. */
  public boolean together(String one, String other) {
    return !told
        || one.equals(other)
        || !Collections.disjoint(
            hosts.getOrDefault(one, Set.of()), hosts.getOrDefault(other, Set.of()));
  }

  /** Whether it is known that no host can use a datastore. */
  public boolean none(String datastore) {
    return told && hosts.containsKey(datastore) && hosts.get(datastore).isEmpty();
  }
}
