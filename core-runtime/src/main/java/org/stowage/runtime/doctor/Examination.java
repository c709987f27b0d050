package org.stowage.runtime.doctor;

import java.util.Comparator;
import java.util.List;
import org.stowage.api.ErrorCode;
import org.stowage.api.ExitStatus;

/**
 * All that was found out about a target.
 *
 * @param findings in the order of the checks: what others need comes before them
 */
public record Examination(String target, List<Finding> findings) {

  public Examination {
    findings = List.copyOf(findings);
  }

  /** How good the worst of it is. */
  public Finding.Status worst() {
    return findings.stream()
        .map(Finding::status)
        .max(Comparator.naturalOrder())
        .orElse(Finding.Status.OK);
  }

  /**
   * What the first failed check would end a command with, because those after it may have failed
   * for the same reason; {@link ExitStatus#OK} when none failed.
   */
  public ExitStatus exit() {
    for (Finding finding : findings) {
      ErrorCode code = finding.code();
      if (code != null) {
        return code.exit();
      }
    }
    return ExitStatus.OK;
  }
}
