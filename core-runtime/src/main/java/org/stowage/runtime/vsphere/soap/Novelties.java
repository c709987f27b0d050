package org.stowage.runtime.vsphere.soap;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a server says that yavijava has no word for. Each is logged once, and passed over: servers
 * newer than the library are the rule. Safe for use by several threads.
 */
final class Novelties {

  private static final Logger log = LoggerFactory.getLogger(Novelties.class);

  /** A server that makes up names does not fill the memory. */
  private static final int MOST = 5000;

  private final Set<String> seen = ConcurrentHashMap.newKeySet();

  void type(String name) {
    report("type " + name);
  }

  void field(Class<?> type, String name) {
    report("field " + type.getSimpleName() + "." + name);
  }

  void constant(Class<?> type, String name) {
    report("value " + name + " of " + type.getSimpleName());
  }

  private void report(String what) {
    if (log.isDebugEnabled() && seen.size() < MOST && seen.add(what)) {
      log.debug("passing over what only newer versions of the vSphere API have: {}", what);
    }
  }
}
