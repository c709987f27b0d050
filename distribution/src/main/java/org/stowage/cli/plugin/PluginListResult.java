package org.stowage.cli.plugin;

import static java.util.Comparator.naturalOrder;

import java.util.List;
import org.stowage.api.ExitStatus;
import org.stowage.cli.output.Result;
import org.stowage.cli.output.Table;
import org.stowage.runtime.plugin.PluginReport;

/** The JSON of plugin list. */
record PluginListResult(List<PluginResult> plugins) implements Result {

  static PluginListResult of(List<PluginReport> reports) {
    return new PluginListResult(reports.stream().map(PluginResult::of).toList());
  }

  @Override
  public ExitStatus exit() {
    return plugins.stream().map(PluginResult::exit).max(naturalOrder()).orElse(ExitStatus.OK);
  }

  @Override
  public String text() {
    Table table = Table.of("PLUGIN", "VERSION", "PROVIDER", "STATE", "EXTENSIONS", "FILE");
    for (PluginResult one : plugins) {
      table.row(
          PluginResult.shown(one.id()),
          PluginResult.shown(one.version()),
          PluginResult.shown(one.provider()),
          one.state(),
          one.extensionIds(),
          one.file());
    }
    return table.toString();
  }
}
