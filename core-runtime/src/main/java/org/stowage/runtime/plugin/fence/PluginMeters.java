package org.stowage.runtime.plugin.fence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The figures of all calls into plugins, for as long as a runtime lives. Safe for use by several
 * threads.
 */
public final class PluginMeters {

  /** By plugin and operation. */
  private final Map<String, Map<String, PluginCalls>> meters = new ConcurrentHashMap<>();

  private final Consumer<PluginCalls> listener;

  /**
   * @param listener hears of each operation when it is first called, on the thread of that call;
   *     what it throws ends the call
   */
  public PluginMeters(Consumer<PluginCalls> listener) {
    this.listener = listener;
  }

  /** In order of plugins and operations; those that were called. */
  public List<PluginCalls> all() {
    List<PluginCalls> sorted = new ArrayList<>();
    meters.values().forEach(ofPlugin -> sorted.addAll(ofPlugin.values()));
    sorted.sort(Comparator.comparing(PluginCalls::pluginId).thenComparing(PluginCalls::operation));
    return sorted;
  }

  PluginCalls of(String pluginId, String operation) {
    return meters
        .computeIfAbsent(pluginId, id -> new ConcurrentHashMap<>())
        .computeIfAbsent(
            operation,
            name -> {
              PluginCalls calls = new PluginCalls(pluginId, operation);
              listener.accept(calls);
              return calls;
            });
  }
}
