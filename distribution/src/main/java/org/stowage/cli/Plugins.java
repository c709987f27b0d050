package org.stowage.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.stowage.runtime.config.PluginsFile;
import org.stowage.runtime.plugin.PluginHost;
import org.stowage.runtime.plugin.PluginRules;
import org.stowage.runtime.plugin.fence.PluginMeters;

/**
 * The folder of plugins, opened once: when it is asked for, or in a thread of its own while the
 * arguments are still being read, which takes about as long.
 */
final class Plugins {

  private final FutureTask<PluginHost> opening;

  private final Path rules;
  private final Path folder;

  /**
   * @param rules the file of rules for the folder; need not exist
   */
  Plugins(Path rules, Path folder) {
    this.rules = rules;
    this.folder = folder;
    opening = new FutureTask<>(() -> PluginHost.open(rules(), new PluginMeters(calls -> {})));
  }

  /** What may run. */
  PluginRules rules() throws IOException {
    return PluginsFile.read(rules, folder);
  }

  void openAhead() {
    Thread thread = new Thread(opening, "plugins");
    thread.setDaemon(true);
    thread.start();
  }

  /** The plugins, which the caller closes. */
  PluginHost open() throws IOException {
    opening.run();
    try {
      return opening.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException known) {
        throw known;
      }
      throw new IllegalStateException("the plugins could not be opened", e.getCause());
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the thread of the command", e);
    }
  }
}
