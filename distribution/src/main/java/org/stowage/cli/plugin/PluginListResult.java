package org.stowage.cli.plugin;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.stowage.api.ExitStatus;
import org.stowage.cli.output.Result;
import org.stowage.cli.output.Table;
import org.stowage.runtime.plugin.PluginReport;

/** The JSON of plugin list. */
record PluginListResult(List<Plugin> plugins) implements Result {

  static PluginListResult of(List<PluginReport> reports) {
    return new PluginListResult(reports.stream().map(Plugin::of).toList());
  }

  @Override
  public ExitStatus exit() {
    return plugins.stream().allMatch(plugin -> plugin.problems().isEmpty())
        ? ExitStatus.OK
        : ExitStatus.PLUGIN_FAULT;
  }

  @Override
  public String text() {
    Table table = Table.of("PLUGIN", "VERSION", "PROVIDER", "STATE", "EXTENSIONS", "FILE");
    for (Plugin one : plugins) {
      table.row(
          shown(one.id()),
          shown(one.version()),
          shown(one.provider()),
          one.problems().isEmpty() ? "ok" : "failed",
          one.extensions().stream().map(Extension::id).collect(Collectors.joining(", ")),
          one.file());
    }
    return table.toString();
  }

  private static String shown(@Nullable String text) {
    return text == null ? "" : text;
  }

  /**
   * One jar in JSON.
   *
   * @param id null, as version, provider and requires, when the jar does not tell
   * @param problems what keeps it from being used; empty when it is
   */
  record Plugin(
      String file,
      @Nullable String id,
      @Nullable String version,
      @Nullable String provider,
      @Nullable String requires,
      List<Extension> extensions,
      List<Problem> problems) {

    static Plugin of(PluginReport report) {
      return new Plugin(
          String.valueOf(report.file().getFileName()),
          report.id(),
          report.version(),
          report.provider(),
          report.requires(),
          report.extensions().stream().map(Extension::of).toList(),
          report.faults().stream().map(Problem::of).toList());
    }
  }

  /** What a plugin offers. */
  record Extension(String kind, String id) {

    static Extension of(PluginReport.Extension extension) {
      return new Extension(extension.kind().label(), extension.id());
    }
  }

  /** What is wrong with a plugin. */
  record Problem(String code, String message, String fix) {

    static Problem of(PluginReport.Fault fault) {
      return new Problem(fault.code().label(), fault.message(), fault.remedy());
    }
  }
}
