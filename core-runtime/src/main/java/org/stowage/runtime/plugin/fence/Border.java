package org.stowage.runtime.plugin.fence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.Callable;
import org.stowage.runtime.plugin.fence.Crossing.Side;

/**
 * The way to a stream or channel on the other side, which cannot be proxied.
 *
 * @param from the side that it is from
 * @param operation what its calls are, when that is the plugin
 */
record Border(PluginGuard guard, Side from, Operation operation) {

  /** Does something there. */
  <T> T cross(Callable<T> task) throws IOException {
    try {
      return from == Side.PLUGIN ? guard.call(operation, () -> marked(task)) : Call.inRuntime(task);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof IOException allowed
          ? allowed
          : guard.fault(operation, e.getCause());
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("streams throw nothing else", e);
    }
  }

  private static <T> T marked(Callable<T> task) throws InvocationTargetException {
    try {
      return task.call();
    } catch (UncheckedIOException e) {
      throw new InvocationTargetException(e.getCause());
    } catch (Throwable e) {
      throw new InvocationTargetException(e);
    }
  }
}
