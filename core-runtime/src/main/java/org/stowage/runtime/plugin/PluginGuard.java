package org.stowage.runtime.plugin;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.stowage.api.CommonError;
import org.stowage.api.ErrorCode;
import org.stowage.api.StorageException;

/**
 * The one way into a plugin's code: runs it with the plugin's class loader as the thread's context,
 * and turns what it must not throw into a fault that names the plugin.
 *
 * @param pluginId whose code it is
 * @param loader its class loader
 */
record PluginGuard(String pluginId, ClassLoader loader) {

  /**
   * Runs a step of the plugin's start or end.
   *
   * @param step what the plugin does, e.g. {@code "starting its class org.acme.AcmePlugin"}
   * @param code what it means when it fails
   */
  <T> T run(String step, ErrorCode code, String remedy, Callable<T> task) throws StorageException {
    ClassLoader before = enter(loader);
    try {
      return task.call();
    } catch (StorageException e) {
      throw e;
    } catch (Throwable e) {
      throw new StorageException(code, step + " failed: " + Causes.of(e), remedy, e);
    } finally {
      enter(before);
    }
  }

  /**
   * What the caller of an extension gets to see of what the extension threw: what the contract
   * allows as it is, everything else as a fault of the plugin.
   */
  IOException fault(String operation, Throwable thrown) {
    return new StorageException(
        CommonError.PLUGIN_FAULT,
        "the plugin %s failed in %s: %s".formatted(pluginId, operation, Causes.of(thrown)),
        "Report this to the plugin's provider, or remove the plugin from the plugins folder.",
        thrown);
  }

  /** Sets the thread's context class loader and returns the one before. */
  static ClassLoader enter(ClassLoader loader) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    return before;
  }
}
