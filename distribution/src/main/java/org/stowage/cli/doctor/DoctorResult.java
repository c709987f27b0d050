package org.stowage.cli.doctor;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.stowage.api.ExitStatus;
import org.stowage.cli.output.Result;
import org.stowage.cli.output.Table;
import org.stowage.runtime.doctor.Examination;
import org.stowage.runtime.doctor.Finding;

/**
 * The JSON of doctor.
 *
 * @param status that of the worst finding
 * @param exitStatus what the command ends with
 */
record DoctorResult(String target, String status, int exitStatus, List<Line> findings)
    implements Result {

  static DoctorResult of(Examination examination) {
    return new DoctorResult(
        examination.target(),
        word(examination.worst()),
        examination.exit().status(),
        examination.findings().stream().map(Line::of).toList());
  }

  @Override
  public ExitStatus exit() {
    return Arrays.stream(ExitStatus.values())
        .filter(status -> status.status() == exitStatus)
        .findAny()
        .orElseThrow();
  }

  @Override
  public String text() {
    Table table = Table.of("STATUS", "CHECK", "SUBJECT", "OBSERVED");
    for (Line line : findings) {
      table.row(line.status(), line.check(), line.subject(), line.observed());
    }
    String[] rows = table.toString().split("\n");
    StringBuilder text = new StringBuilder(rows[0]);
    for (int i = 0; i < findings.size(); i++) {
      text.append('\n').append(rows[i + 1]);
      String remedy = findings.get(i).remedy();
      if (remedy != null) {
        text.append("\n  fix: ").append(remedy);
      }
    }
    return text.append("\n\n").append(summary()).toString();
  }

  private String summary() {
    String summary =
        "target %s: %d ok, %d with a warning, %d failed"
            .formatted(
                target,
                count(Finding.Status.OK),
                count(Finding.Status.WARNING),
                count(Finding.Status.FAILED));
    long notChecked = count(Finding.Status.NOT_CHECKED);
    return notChecked == 0 ? summary : summary + ", " + notChecked + " not checked";
  }

  private long count(Finding.Status status) {
    return findings.stream().filter(line -> line.status().equals(word(status))).count();
  }

  private static String word(Finding.Status status) {
    return status.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /**
   * One finding in JSON.
   *
   * @param code null unless the check failed
   * @param remedy null where there is nothing to do
   */
  record Line(
      String check,
      String subject,
      String status,
      String observed,
      @Nullable String code,
      @Nullable String remedy) {

    static Line of(Finding finding) {
      return new Line(
          finding.check(),
          finding.subject(),
          word(finding.status()),
          finding.observed(),
          finding.code() == null ? null : finding.code().label(),
          finding.remedy().isEmpty() ? null : finding.remedy());
    }
  }
}
