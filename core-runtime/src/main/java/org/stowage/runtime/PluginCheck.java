package org.stowage.runtime;

import java.util.ArrayList;
import java.util.List;
import org.stowage.api.CommonError;
import org.stowage.runtime.doctor.Finding;
import org.stowage.runtime.doctor.NameList;
import org.stowage.runtime.plugin.PluginReport;

/** Whether the plugins that are installed are in use. */
final class PluginCheck {

  private static final String CHECK = "plugins";

  private PluginCheck() {}

  static List<Finding> of(List<PluginReport> reports) {
    List<Finding> findings = new ArrayList<>();
    List<String> loaded = new ArrayList<>();
    for (PluginReport report : reports) {
      String file = String.valueOf(report.file().getFileName());
      if (report.state() == PluginReport.State.OK) {
        String id = report.id();
        loaded.add(id == null ? file : id);
      }
      for (PluginReport.Fault fault : report.faults()) {
        findings.add(Finding.failed(CHECK, file, fault.code(), fault.message(), fault.remedy()));
      }
    }
    String count = loaded.size() + " of " + reports.size();
    findings.add(
        0,
        loaded.isEmpty()
            ? Finding.failed(
                CHECK,
                count,
                CommonError.PLUGIN_FAULT,
                "none is loaded, so no image and no datastore is known",
                "Put the plugins of the archive into its folder plugins.")
            : Finding.ok(CHECK, count, "loaded: " + NameList.of(loaded)));
    return findings;
  }
}
