package org.stowage.cli.plugin;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.stowage.api.ExitStatus;
import org.stowage.cli.output.Result;
import org.stowage.cli.output.Table;
import org.stowage.runtime.plugin.PluginReport;
import org.stowage.runtime.plugin.PluginReport.State;

/**
 * One plugin jar; the JSON of plugin show, install, remove, enable and disable.
 *
 * @param id null, as version, provider and requires, when the jar does not tell
 * @param state ok, failed, disabled or removed
 * @param problems what keeps it from being used; empty when nothing does
 */
record PluginResult(
    String file,
    @Nullable String id,
    @Nullable String version,
    @Nullable String provider,
    @Nullable String requires,
    String state,
    List<Extension> extensions,
    List<Problem> problems)
    implements Result {

  static PluginResult of(PluginReport report) {
    return new PluginResult(
        String.valueOf(report.file().getFileName()),
        report.id(),
        report.version(),
        report.provider(),
        report.requires(),
        report.state().name().toLowerCase(Locale.ROOT),
        report.extensions().stream().map(Extension::of).toList(),
        report.faults().stream().map(Problem::of).toList());
  }

  /** One that is not there any more. */
  static PluginResult removed(PluginReport report) {
    PluginResult was = of(report);
    return new PluginResult(
        was.file(),
        was.id(),
        was.version(),
        was.provider(),
        was.requires(),
        "removed",
        List.of(),
        List.of());
  }

  @Override
  public ExitStatus exit() {
    return state.equals(State.FAILED.name().toLowerCase(Locale.ROOT))
        ? ExitStatus.PLUGIN_FAULT
        : ExitStatus.OK;
  }

  @Override
  public String text() {
    Table table =
        Table.plain()
            .row("plugin", shown(id))
            .row("version", shown(version))
            .row("provider", shown(provider))
            .row("requires", shown(requires))
            .row("file", file)
            .row("state", state);
    extensions.forEach(each -> table.row(each.kind(), each.id()));
    return table.toString();
  }

  String extensionIds() {
    return extensions.stream().map(Extension::id).collect(Collectors.joining(", "));
  }

  static String shown(@Nullable String text) {
    return text == null ? "" : text;
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
