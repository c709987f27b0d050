package org.stowage.runtime.plugin;

import java.util.List;

/**
 * All that plugins see of the process they run in: the classes of the JDK, and those packages that
 * they share with the runtime. Nothing else of the host, its resources included.
 *
 * <p>It is the parent of every plugin's class loader and is asked first, so that a shared class is
 * the same class everywhere.
 */
final class SharedClasses extends ClassLoader {

  /** Packages of which plugins and the runtime use the same classes, with all below them. */
  private static final List<String> PREFIXES =
      List.of(
          "org.stowage.api.",
          "org.stowage.vmdk.",
          "org.pf4j.",
          "org.slf4j.",
          "com.google.inject.",
          "jakarta.inject.",
          "org.aopalliance.");

  static {
    registerAsParallelCapable();
  }

  private final ClassLoader host;

  /**
   * @param host where the shared classes are
   */
  SharedClasses(ClassLoader host) {
    super("stowage-shared", getPlatformClassLoader());
    this.host = host;
  }

  /** Whether plugins use the host's class of this name, whatever is in their jars. */
  static boolean share(String className) {
    for (String prefix : PREFIXES) {
      if (className.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    return share(name) ? host.loadClass(name) : super.loadClass(name, resolve);
  }
}
