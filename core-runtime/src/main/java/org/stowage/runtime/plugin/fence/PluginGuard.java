package org.stowage.runtime.plugin.fence;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.ErrorCode;
import org.stowage.api.StorageException;

/**
 * The one way into a plugin's code: runs it with the plugin's class loader as the thread's context,
 * watches and counts its calls, and turns what it must not do into a fault that names the plugin.
 */
public final class PluginGuard {

  private final String pluginId;
  private final ClassLoader loader;
  private final Watch watch;
  private final PluginMeters meters;
  private final PluginThreads threads;
  private final Map<Class<?>, Map<Method, Operation>> operations = new ConcurrentHashMap<>();

  /**
   * @param pluginId whose code it is
   * @param loader its class loader
   */
  PluginGuard(String pluginId, ClassLoader loader, Watch watch, PluginMeters meters) {
    this.pluginId = pluginId;
    this.loader = loader;
    this.watch = watch;
    this.meters = meters;
    this.threads = new PluginThreads(loader);
  }

  public String pluginId() {
    return pluginId;
  }

  public ClassLoader loader() {
    return loader;
  }

  /**
   * Runs a step of the plugin's start or end.
   *
   * @param step what the plugin does, e.g. {@code "starting its class org.acme.AcmePlugin"}
   * @param code what it means when it fails
   */
  public <T> T run(String step, ErrorCode code, String remedy, Callable<T> task)
      throws StorageException {
    try {
      return watch.call(new Call.Place(pluginId, step), () -> inContext(task));
    } catch (StorageException e) {
      throw e;
    } catch (Throwable e) {
      throw new StorageException(code, step + " failed: " + Causes.of(e), remedy, e);
    }
  }

  /**
   * Lets the runtime see an object of the plugin, through the interfaces of the API that it has.
   */
  public Object seen(Object made) {
    return Objects.requireNonNull(Crossing.cross(this, made, Crossing.Side.PLUGIN));
  }

  /** What a call of a method on one of the plugin's objects is. */
  Operation operation(Object object, Method method) {
    return operations
        .computeIfAbsent(object.getClass(), type -> new ConcurrentHashMap<>())
        .computeIfAbsent(method, asked -> Operation.of(pluginId, object, asked, meters));
  }

  /** The way to a stream or channel. */
  Border border(Object stream, String type, Crossing.Side from) {
    String name = stream.getClass().getSimpleName();
    return new Border(this, from, new Operation(name, null, meters.of(pluginId, type)));
  }

  /**
   * Calls a method of an object of the plugin.
   *
   * @param task the call itself
   * @throws InvocationTargetException with what the plugin threw
   * @throws StorageException when it returned what it must not, or was silent for too long
   */
  <T extends @Nullable Object> T call(Operation operation, Callable<T> task) throws Exception {
    PluginCalls calls = operation.calls();
    boolean outermost = Watch.isOutermost();
    try {
      T result =
          watch.call(
              new Call.Place(pluginId, operation.name()), () -> calls.timed(() -> inContext(task)));
      if (result == null && operation.neverNull()) {
        throw fault(operation, "it returned null", null);
      }
      return result;
    } catch (InvocationTargetException e) {
      calls.failed();
      throw e;
    } catch (StorageException e) {
      calls.failed();
      calls.faulted();
      throw e;
    } finally {
      if (outermost) {
        threads.noteAfter(operation.name());
      }
    }
  }

  /**
   * Interrupts the threads that the plugin made.
   *
   * @return those that stay in spite of it, in words
   */
  public List<String> endThreads() {
    return threads.endAll();
  }

  private <T extends @Nullable Object> T inContext(Callable<T> task) throws Exception {
    ClassLoader before = enter(loader);
    try {
      return task.call();
    } finally {
      enter(before);
    }
  }

  /**
   * What the caller of an extension gets to see of what the extension threw: what the contract
   * allows as it is, everything else as a fault of the plugin.
   */
  IOException fault(Operation operation, Throwable thrown) {
    operation.calls().faulted();
    return fault(operation, Causes.of(thrown), thrown);
  }

  private StorageException fault(Operation operation, String what, @Nullable Throwable thrown) {
    String message = "the plugin %s failed in %s: %s".formatted(pluginId, operation.name(), what);
    String remedy =
        "Report this to the plugin's provider, or remove the plugin from the plugins folder.";
    return thrown == null
        ? new StorageException(CommonError.PLUGIN_FAULT, message, remedy)
        : new StorageException(CommonError.PLUGIN_FAULT, message, remedy, thrown);
  }

  /** Sets the thread's context class loader and returns the one before. */
  static ClassLoader enter(ClassLoader loader) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    return before;
  }
}
