package org.stowage.runtime.plugin;

import com.google.inject.Binder;
import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.Stage;
import com.google.inject.spi.Element;
import com.google.inject.spi.Elements;
import com.google.inject.spi.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.stowage.api.StorageException;
import org.stowage.runtime.plugin.fence.PluginGuard;

/**
 * Makes the extensions of one plugin.
 *
 * <p>An extension that a Guice module of the plugin binds comes from an injector that is the
 * plugin's alone. The injector has no parent, so that nothing of the plugin is ever bound in the
 * host, and takes nothing but explicit bindings. Modules are those that the plugin's own jar names
 * in {@code META-INF/services/com.google.inject.Module}. An extension that no module binds is made
 * by its public constructor without parameters, so a plugin that needs no injection needs no
 * module.
 */
final class PluginWiring {

  private final PluginGuard guard;
  private final Optional<Injector> injector;

  /**
   * @throws StorageException when the modules cannot be made or do not fit together
   */
  PluginWiring(PluginGuard guard) throws StorageException {
    this.guard = guard;
    this.injector =
        guard.run(
            "wiring its Guice modules",
            PluginError.WIRING,
            "Report this to the plugin's provider. All that is injected must be bound by one of"
                + " the plugin's modules.",
            this::wire);
  }

  private Optional<Injector> wire() {
    List<Module> modules = new ArrayList<>();
    ServiceLoader.load(Module.class, guard.loader()).forEach(modules::add);
    if (modules.isEmpty()) {
      return Optional.empty();
    }
    modules.add(PluginWiring::beStrict);
    List<Element> elements = Elements.getElements(Stage.PRODUCTION, modules);
    throwIfAnyFailed(elements);
    return Optional.of(Guice.createInjector(Stage.PRODUCTION, Elements.getModule(elements)));
  }

  /** Guice would report these as well, but not without writing them to a log first. */
  private static void throwIfAnyFailed(List<Element> elements) {
    List<Message> failures = new ArrayList<>();
    for (Element element : elements) {
      if (element instanceof Message failure) {
        failures.add(failure);
      }
    }
    if (!failures.isEmpty()) {
      throw new CreationException(failures);
    }
  }

  private static void beStrict(Binder binder) {
    // A source that is named spares Guice from looking for it in a stack trace, three times.
    Binder strict = binder.withSource(PluginWiring.class);
    strict.requireExplicitBindings();
    strict.requireExactBindingAnnotations();
    strict.disableCircularProxies();
  }

  /**
   * @throws StorageException when the class cannot be loaded, or no instance of it be made
   */
  Object make(String className) throws StorageException {
    return guard.run(
        "making the extension " + className,
        PluginError.EXTENSION,
        "Report this to the plugin's provider.",
        () -> {
          Class<?> type = Class.forName(className, true, guard.loader());
          if (injector.isPresent() && injector.get().getExistingBinding(Key.get(type)) != null) {
            return injector.get().getInstance(type);
          }
          try {
            return type.getConstructor().newInstance();
          } catch (NoSuchMethodException e) {
            throw new NoSuchMethodException(
                "no module binds it, and it has no public constructor without parameters");
          }
        });
  }
}
