package org.stowage.runtime.plugin.fence;

import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * A method of the API, called on objects of one class of a plugin.
 *
 * @param name the plugin's class and the method, which its author will look for
 * @param neverNull whether null is no answer
 * @param calls its figures, which go by the interface of the API
 */
record Operation(String name, boolean neverNull, PluginCalls calls) {

  static Operation of(String pluginId, Object object, Method method, PluginMeters meters) {
    return new Operation(
        object.getClass().getSimpleName() + "." + method.getName(),
        !method.getReturnType().isPrimitive()
            && !method.getAnnotatedReturnType().isAnnotationPresent(Nullable.class),
        meters.of(pluginId, method.getDeclaringClass().getSimpleName() + "." + method.getName()));
  }
}
