package org.stowage.runtime.plugin.fence;

import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * A method of the API, called on objects of one class of a plugin.
 *
 * @param name the plugin's class and the method, which its author will look for
 * @param method null for what is done with a stream
 * @param calls its figures, which go by the interface of the API
 */
record Operation(String name, @Nullable Method method, PluginCalls calls) {

  static Operation of(String pluginId, Object object, Method method, PluginMeters meters) {
    return new Operation(
        object.getClass().getSimpleName() + "." + method.getName(),
        method,
        meters.of(pluginId, method.getDeclaringClass().getSimpleName() + "." + method.getName()));
  }

  /** Whether null is no answer. Asked only when there is none: to read annotations takes time. */
  boolean neverNull() {
    return method != null
        && !method.getReturnType().isPrimitive()
        && !method.getAnnotatedReturnType().isAnnotationPresent(Nullable.class);
  }
}
