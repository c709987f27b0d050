package org.stowage.runtime.plugin;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.pf4j.ClassLoadingStrategy;
import org.pf4j.Plugin;
import org.pf4j.PluginClassLoader;
import org.pf4j.PluginDescriptor;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.runtime.plugin.fence.Causes;
import org.stowage.runtime.plugin.fence.Fence;
import org.stowage.runtime.plugin.fence.PluginGuard;

/** A plugin that runs: its class loader, its own object, and its extensions. */
final class LoadedPlugin implements Closeable {

  private static final String REPORT = "Report this to the plugin's provider.";

  private final InspectedJar jar;
  private final PluginClassLoader loader;
  private final PluginGuard guard;
  private final List<LoadedExtension> extensions = new ArrayList<>();
  private @Nullable Plugin started;

  private LoadedPlugin(
      InspectedJar jar, PluginDescriptor descriptor, SharedClasses shared, Fence fence) {
    this.jar = jar;
    // The manager is what a loader asks for the classes of dependencies, of which there are none.
    this.loader = new PluginClassLoader(null, descriptor, shared, ClassLoadingStrategy.APD);
    this.loader.addFile(jar.file().toFile());
    this.guard = fence.around(descriptor.getPluginId(), loader);
  }

  /**
   * Loads and starts a plugin and makes all its extensions.
   *
   * @throws StorageException when anything of that fails; the plugin is stopped and unloaded
   */
  static LoadedPlugin load(
      InspectedJar jar, PluginDescriptor descriptor, SharedClasses shared, Fence fence)
      throws StorageException {
    LoadedPlugin plugin = new LoadedPlugin(jar, descriptor, shared, fence);
    try {
      plugin.start(descriptor.getPluginClass());
      plugin.makeExtensions();
      return plugin;
    } catch (StorageException e) {
      try {
        plugin.close();
      } catch (StorageException atClose) {
        e.addSuppressed(atClose);
      }
      throw e;
    }
  }

  private void start(String className) throws StorageException {
    started =
        guard.run(
            "starting its class " + className,
            PluginError.START,
            REPORT
                + " The class extends org.pf4j.Plugin and has a public constructor without"
                + " parameters.",
            () -> {
              Class<?> type = Class.forName(className, true, loader);
              Plugin plugin = (Plugin) type.getConstructor().newInstance();
              plugin.start();
              return plugin;
            });
  }

  private void makeExtensions() throws StorageException {
    PluginWiring wiring = new PluginWiring(guard);
    for (String className : jar.extensionClasses()) {
      extensions.addAll(LoadedExtension.of(guard, wiring.make(className)));
    }
  }

  ClassLoader loader() {
    return loader;
  }

  List<LoadedExtension> extensions() {
    return extensions;
  }

  /** Stops the plugin and lets go of its classes. Idempotent. */
  @Override
  public void close() throws StorageException {
    Plugin stopping = started;
    started = null;
    try {
      if (stopping != null) {
        guard.run(
            "stopping its class " + stopping.getClass().getName(),
            PluginError.START,
            REPORT,
            Executors.callable(stopping::stop));
      }
    } finally {
      try {
        endThreads();
      } finally {
        closeLoader();
      }
    }
  }

  private void endThreads() throws StorageException {
    List<String> left = guard.endThreads();
    if (!left.isEmpty()) {
      throw new StorageException(
          PluginError.LEFT_THREADS,
          "the plugin %s left threads running: %s"
              .formatted(guard.pluginId(), String.join("; ", left)),
          REPORT + " What a plugin starts it also ends, when it is stopped at the latest.");
    }
  }

  private void closeLoader() throws StorageException {
    try {
      loader.close();
    } catch (IOException e) {
      throw new StorageException(
          CommonError.IO, "closing " + jar.file() + " failed: " + Causes.of(e), "", e);
    }
  }
}
