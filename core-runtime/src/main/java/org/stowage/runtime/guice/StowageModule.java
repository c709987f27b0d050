package org.stowage.runtime.guice;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import jakarta.inject.Singleton;
import java.io.IOException;
import org.stowage.runtime.Stowage;
import org.stowage.runtime.StowageService;

/**
 * Gives a host that is wired by Guice one {@link StowageService}.
 *
 * <pre>{@code
 * Injector host =
 *     Guice.createInjector(new StowageModule(Stowage.builder().home(home).plugins(plugins)));
 * try (StowageService service = host.getInstance(StowageService.class)) {
 *   service.call(Stowage::plugins).forEach(plugin -> System.out.println(plugin.id()));
 * }
 * }</pre>
 *
 * <p>The service starts when it is first asked for, or with the injector in {@code
 * Stage.PRODUCTION}; the host closes it, as Guice closes nothing. Plugins have injectors of their
 * own, which neither see nor change the host's.
 */
public final class StowageModule extends AbstractModule {

  private final Stowage.Builder builder;

  public StowageModule(Stowage.Builder builder) {
    this.builder = builder;
  }

  @Provides
  @Singleton
  StowageService service() throws IOException {
    return StowageService.start(builder);
  }
}
