package org.stowage.cli;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stowage.api.disk.Problem;
import org.stowage.cli.output.Console;
import org.stowage.cli.output.Failure;
import org.stowage.cli.output.ProgressDisplay;
import org.stowage.runtime.Operation;
import org.stowage.runtime.Stowage;
import org.stowage.runtime.config.Config;
import org.stowage.runtime.config.ConfigFile;
import org.stowage.runtime.config.GovcEnvironment;
import org.stowage.runtime.config.OpenstackVariables;
import org.stowage.runtime.config.TargetConfig;
import org.stowage.runtime.plugin.PluginFolder;
import org.stowage.runtime.plugin.PluginHost;
import org.stowage.runtime.plugin.PluginReport;
import org.stowage.runtime.plugin.PluginReport.Fault;

/** What one run of the command works with; made as it is asked for. Not for several threads. */
public final class Session implements Closeable {

  private final Places places;
  private final Plugins plugins;
  private final Console console;
  private final Interruption interruption;
  private @Nullable Config config;
  private @Nullable Stowage stowage;

  Session(Places places, Plugins plugins, Console console, Interruption interruption) {
    this.places = places;
    this.plugins = plugins;
    this.console = console;
    this.interruption = interruption;
  }

  /** The configuration in force. */
  public Config config() throws IOException {
    Config known = config;
    if (known == null) {
      Map<String, String> environment = System.getenv();
      Config found =
          places.configFile().isPresent()
              ? ConfigFile.read(places.configFile().get(), places.home(), environment)
              : ConfigFile.defaults(places.home());
      known = GovcEnvironment.added(found, environment).inCloud(OpenstackVariables.of(environment));
      config = known;
    }
    return known;
  }

  /**
   * Whether a target is a libvirt host, whose instances the runtime keeps apart.
   *
   * @param target null for the default one
   */
  public boolean isLibvirt(@Nullable String target) throws IOException {
    return config().target(target) instanceof TargetConfig.Libvirt;
  }

  /** The runtime; warns of each plugin that did not start. */
  public Stowage stowage() throws IOException {
    Stowage known = stowage;
    if (known == null) {
      known = Stowage.builder().config(config()).plugins(plugins.open()).build();
      stowage = known;
      warn(known.plugins());
    }
    return known;
  }

  /** What becomes of each plugin jar; warns of each that did not start. */
  public List<PluginReport> pluginReports() throws IOException {
    try (PluginHost host = plugins.open()) {
      return warn(host.plugins());
    }
  }

  /** Warns of all that is wrong with plugins that should be in use. */
  public List<PluginReport> warn(List<PluginReport> reports) {
    for (PluginReport plugin : reports) {
      for (PluginReport.Fault fault : plugin.enabled() ? plugin.faults() : List.<Fault>of()) {
        String message = "plugin " + plugin.file().getFileName() + ": " + fault.message();
        console.warning(new Failure(fault.code(), message, fault.remedy()));
      }
    }
    return reports;
  }

  /** The folder of plugins, to change what is in it. */
  public PluginFolder pluginFolder() throws IOException {
    return new PluginFolder(plugins.rules());
  }

  /** Tells of something about an image that its owner should know. */
  public void warn(Problem problem) {
    if (problem.severity() != Problem.Severity.INFO) {
      console.warning(new Failure(problem.code(), problem.message(), problem.fix()));
    }
  }

  /** Runs the long part of a command on all cores: shows its progress, and lets signals end it. */
  public <T> T watched(String what, Work<T> work) throws IOException {
    return watched(what, Runtime.getRuntime().availableProcessors(), work);
  }

  /** Runs the long part of a command on so many threads. */
  public <T> T watched(String what, int threads, Work<T> work) throws IOException {
    try (ProgressDisplay display = console.progress(what)) {
      Operation operation = new Operation(what, threads, display);
      interruption.watch(operation);
      return work.run(operation);
    }
  }

  @Override
  public void close() throws IOException {
    if (stowage != null) {
      stowage.close();
    }
  }

  /** The long part of a command. */
  @FunctionalInterface
  public interface Work<T> {
    T run(Operation operation) throws IOException;
  }
}
