package org.stowage.runtime.plugin.fence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stowage.api.StowageApi;

/**
 * Carries calls across the border between the runtime and one plugin, in either direction.
 *
 * <p>An object that crosses is seen on the other side through all interfaces of the API that it
 * implements. Calls run with the context class loader of the side that the object is from; what
 * they take and give crosses in turn, and an object that comes back is itself again. Values (the
 * API's records, everything of the JDK) cross as they are, streams and channels as views.
 *
 * <p>Checked exceptions cross unchanged. Anything else that leaves the plugin becomes the
 * {@linkplain PluginGuard#fault fault} of this plugin, as an {@link UncheckedIOException} where the
 * contract has no checked one.
 *
 * @param object what is called
 * @param from the side that the object is from
 */
record Crossing(PluginGuard guard, Object object, Side from) implements InvocationHandler {

  private static final String API = StowageApi.class.getPackageName() + ".";

  /** The interfaces through which objects of a class are seen; none for the classes of values. */
  private static final ClassValue<Class<?>[]> INTERFACES =
      new ClassValue<>() {
        @Override
        protected Class<?>[] computeValue(Class<?> type) {
          Set<Class<?>> found = new LinkedHashSet<>();
          for (Class<?> at = type; at != null; at = at.getSuperclass()) {
            collect(at, found);
          }
          return type.getName().startsWith(API) ? new Class<?>[0] : found.toArray(Class<?>[]::new);
        }
      };

  enum Side {
    RUNTIME,
    PLUGIN
  }

  /** Lets an object cross; what is no object of the API's interfaces is returned as it is. */
  static @Nullable Object cross(PluginGuard guard, @Nullable Object object, Side from) {
    if (object instanceof Optional<?> optional) {
      return optional.map(content -> cross(guard, content, from));
    }
    if (object == null) {
      return null;
    }
    if (Proxy.isProxyClass(object.getClass())
        && Proxy.getInvocationHandler(object) instanceof Crossing back
        && back.guard == guard
        && back.from != from) {
      return back.object;
    }
    Class<?>[] interfaces = INTERFACES.get(object.getClass());
    return interfaces.length == 0
        ? FencedStream.cross(guard, object, from)
        : Proxy.newProxyInstance(
            StowageApi.class.getClassLoader(), interfaces, new Crossing(guard, object, from));
  }

  private static void collect(Class<?> type, Set<Class<?>> found) {
    for (Class<?> each : type.getInterfaces()) {
      if (each.getName().startsWith(API)) {
        found.add(each);
      } else {
        collect(each, found);
      }
    }
  }

  @Override
  public @Nullable Object invoke(
      Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return identity(proxy, method, arguments);
    }
    @Nullable Object[] crossed = crossed(arguments);
    Object result =
        from == Side.PLUGIN ? intoPlugin(method, crossed) : intoRuntime(method, crossed);
    return cross(guard, result, from);
  }

  private @Nullable Object intoPlugin(Method method, @Nullable Object @Nullable [] arguments)
      throws Throwable {
    Operation operation = guard.operation(object, method);
    try {
      return guard.call(operation, () -> method.invoke(object, arguments));
    } catch (InvocationTargetException e) {
      throw thrownByPlugin(method, operation, e.getCause());
    } catch (IOException fault) {
      throw fitting(method, fault);
    }
  }

  private @Nullable Object intoRuntime(Method method, @Nullable Object @Nullable [] arguments)
      throws Throwable {
    try {
      return Call.inRuntime(() -> method.invoke(object, arguments));
    } catch (InvocationTargetException e) {
      throw e.getCause();
    } catch (IOException givenUp) {
      throw fitting(method, givenUp);
    }
  }

  private @Nullable Object @Nullable [] crossed(@Nullable Object @Nullable [] arguments) {
    if (arguments == null) {
      return null;
    }
    Side other = from == Side.PLUGIN ? Side.RUNTIME : Side.PLUGIN;
    @Nullable Object[] crossed = new Object[arguments.length];
    for (int i = 0; i < crossed.length; i++) {
      crossed[i] = cross(guard, arguments[i], other);
    }
    return crossed;
  }

  private Throwable thrownByPlugin(Method method, Operation operation, Throwable thrown) {
    if (allows(method, thrown)) {
      return thrown;
    }
    return fitting(
        method,
        thrown instanceof UncheckedIOException carrier
            ? carrier.getCause()
            : guard.fault(operation, thrown));
  }

  /** As it is where the contract allows it, else in a carrier. */
  private static Exception fitting(Method method, IOException thrown) {
    return allows(method, thrown) ? thrown : new UncheckedIOException(thrown);
  }

  private static boolean allows(Method method, Throwable thrown) {
    for (Class<?> type : method.getExceptionTypes()) {
      if (type.isInstance(thrown)) {
        return true;
      }
    }
    return false;
  }

  private @Nullable Object identity(
      Object proxy, Method method, @Nullable Object @Nullable [] arguments) {
    return switch (method.getName()) {
      case "hashCode" -> System.identityHashCode(object);
      case "toString" -> object.getClass().getName() + " of the plugin " + guard.pluginId();
      default -> arguments != null && seenThrough(arguments[0]) == object;
    };
  }

  private static @Nullable Object seenThrough(@Nullable Object proxy) {
    return proxy != null
            && Proxy.isProxyClass(proxy.getClass())
            && Proxy.getInvocationHandler(proxy) instanceof Crossing crossing
        ? crossing.object
        : null;
  }
}
