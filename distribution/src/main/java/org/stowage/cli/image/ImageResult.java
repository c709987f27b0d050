package org.stowage.cli.image;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.stowage.api.disk.AdapterType;
import org.stowage.api.disk.DiskFacts;
import org.stowage.api.disk.Problem;
import org.stowage.cli.output.Result;
import org.stowage.cli.output.Table;
import org.stowage.runtime.config.ByteSize;

/**
 * The JSON of image inspect, and of the image in a plan.
 *
 * @param container {@code bare} when the image is the disk itself
 * @param createType null for formats that have none
 */
public record ImageResult(
    String container,
    String format,
    RootDisk rootDisk,
    @Nullable String createType,
    List<ImageProblem> problems)
    implements Result {

  /** What is known of an image. */
  public static ImageResult of(DiskFacts facts) {
    return new ImageResult(
        facts.container() == null ? "bare" : facts.container(),
        facts.format(),
        new RootDisk(
            facts.fileName(),
            facts.format(),
            facts.capacityBytes(),
            facts.knownAdapterType().map(AdapterType::id).orElse(null)),
        facts.createType(),
        facts.problems().stream().map(ImageProblem::of).toList());
  }

  @Override
  public String text() {
    Table table =
        Table.plain()
            .row("container", container)
            .row("format", format)
            .row("root disk", rootDisk.file())
            .row("capacity", ByteSize.show(rootDisk.capacityBytes()))
            .row("adapter", rootDisk.adapterType() == null ? "" : rootDisk.adapterType());
    if (createType != null) {
      table.row("create type", createType);
    }
    StringBuilder text = new StringBuilder(table.toString());
    for (ImageProblem problem : problems) {
      text.append("\n").append(problem.text());
    }
    return text.toString();
  }

  /**
   * The disk an instance would start from.
   *
   * @param file the file or member that holds it
   * @param adapterType null when nothing in the image names one
   */
  public record RootDisk(
      String file, String format, long capacityBytes, @Nullable String adapterType) {}

  /** Something its owner should know. */
  public record ImageProblem(String code, String severity, String message, String fix) {

    static ImageProblem of(Problem problem) {
      return new ImageProblem(
          problem.code().label(),
          problem.severity().name().toLowerCase(Locale.ROOT),
          problem.message(),
          problem.fix());
    }

    String text() {
      return severity + " " + code + ": " + message + (fix.isEmpty() ? "" : "\n  fix: " + fix);
    }
  }
}
