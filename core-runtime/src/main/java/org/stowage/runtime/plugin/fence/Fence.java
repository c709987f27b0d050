package org.stowage.runtime.plugin.fence;

import java.io.Closeable;
import java.time.Duration;
import java.util.List;

/** What the fences around all plugins of one generation share. */
public final class Fence implements Closeable {

  private final Watch watch;
  private final PluginMeters meters;

  /**
   * @param patience how long a plugin may keep control without a sign of life; positive
   * @param meters where calls are counted
   */
  public Fence(Duration patience, PluginMeters meters) {
    this.watch = new Watch(patience);
    this.meters = meters;
  }

  /** The fence around one plugin. */
  public PluginGuard around(String pluginId, ClassLoader loader) {
    return new PluginGuard(pluginId, loader, watch, meters);
  }

  /** What calls have cost so far. */
  public List<PluginCalls> calls() {
    return meters.all();
  }

  /** Lets go of the threads that calls run on. Idempotent. */
  @Override
  public void close() {
    watch.close();
  }
}
