package org.stowage.runtime.config;

import java.util.Map;
import java.util.TreeMap;

/**
 * Which backend keeps the disks of instances on this host, from the table {@code [libvirt]}.
 *
 * @param imagesType the backend's id
 * @param tables the options of backends, by the names of their tables, none of which is known here;
 *     may hold secrets
 */
public record EphemeralConfig(String imagesType, Map<String, Map<String, Object>> tables) {

  public EphemeralConfig {
    tables = new TreeMap<>(tables);
  }

  /** Without what may be secret. */
  @Override
  public String toString() {
    return imagesType + tables.keySet();
  }
}
