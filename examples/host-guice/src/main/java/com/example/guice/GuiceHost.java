package com.example.guice;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Stage;
import java.nio.file.Path;
import org.stowage.runtime.Stowage;
import org.stowage.runtime.StowageService;
import org.stowage.runtime.guice.StowageModule;

/** Wires the application, runs it, and closes what Guice made: the service. */
public final class GuiceHost {

  private GuiceHost() {}

  /**
   * @param arguments the folder of plugins, the folder for data, the image
   */
  public static void main(String[] arguments) throws Exception {
    Stowage.Builder stowage =
        Stowage.builder().plugins(Path.of(arguments[0])).home(Path.of(arguments[1]));
    Injector host =
        Guice.createInjector(
            Stage.PRODUCTION, new StowageModule(stowage), new FarmModule(arguments[2]));

    try (StowageService service = host.getInstance(StowageService.class)) {
      host.getInstance(Farm.class).grow(3);
    }
  }
}
