package org.stowage.runtime.image;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.disk.DiskFormat;
import org.stowage.api.disk.ImageHead;
import org.stowage.api.disk.ImageProperties;
import org.stowage.api.disk.Problem;
import org.stowage.api.disk.Problem.Severity;
import org.stowage.api.disk.Recognition;
import org.stowage.vmdk.raw.ForeignMagic;

/**
 * Asks all formats whose an image is.
 *
 * @param problems takes what is to be known of formats that could not answer
 */
record Recognising(List<DiskFormat> formats, List<Problem> problems) {

  /**
   * The format with the strongest answer. Of several that do not go by the bytes, the one that is
   * declared.
   *
   * @throws StorageException {@code unsupported} when it is nobody's; {@code ambiguous} when
   *     several formats are equally sure
   */
  DiskFormat strongest(ImageHead head) throws StorageException {
    Recognition strongest = Recognition.NONE;
    List<DiskFormat> answers = new ArrayList<>();
    for (DiskFormat format : formats) {
      Recognition answer = ask(format, head);
      if (answer.compareTo(strongest) > 0) {
        strongest = answer;
        answers.clear();
      }
      if (answer == strongest && answer != Recognition.NONE) {
        answers.add(format);
      }
    }
    if (strongest != Recognition.MAGIC && answers.size() > 1) {
      List<DiskFormat> named = answers.stream().filter(format -> isDeclared(format, head)).toList();
      answers = named.isEmpty() ? answers : named;
    }
    return switch (answers.size()) {
      case 0 -> throw unsupported(head);
      case 1 -> answers.get(0);
      default -> throw ambiguous(head, answers, strongest);
    };
  }

  /** A format that fails to answer, against its contract, must not keep the others from it. */
  private Recognition ask(DiskFormat format, ImageHead head) {
    try {
      return format.recognise(head);
    } catch (UncheckedIOException e) {
      problems.add(
          new Problem(
              CommonError.PLUGIN_FAULT,
              Severity.WARNING,
              String.valueOf(e.getCause().getMessage()),
              "Report this to the plugin's provider."));
      return Recognition.NONE;
    }
  }

  private static boolean isDeclared(DiskFormat format, ImageHead head) {
    return Stream.of(
            ImageProperties.DISK_FORMAT,
            ImageProperties.CONTAINER_FORMAT,
            ImageProperties.DISK_TYPE)
        .flatMap(property -> head.declared().value(property).stream())
        .anyMatch(format.id()::equalsIgnoreCase);
  }

  private StorageException unsupported(ImageHead head) {
    StringBuilder message =
        new StringBuilder("opening " + head.name() + ": it is of no format that is known here");
    ForeignMagic.in(head).ifPresent(mark -> message.append("; its bytes say ").append(mark));
    message.append("; known are ").append(ids(formats));
    problems.forEach(problem -> message.append("; ").append(problem.message()));
    return new StorageException(
        CommonError.UNSUPPORTED,
        message.toString(),
        "Convert the image to one of these formats, or install the plugin that reads it.");
  }

  private static StorageException ambiguous(
      ImageHead head, List<DiskFormat> answers, Recognition sure) {
    return new StorageException(
        CommonError.AMBIGUOUS,
        "opening %s: the formats %s are equally sure that it is theirs"
            .formatted(head.name(), ids(answers)),
        sure == Recognition.MAGIC
            ? "Remove the plugin of the format that it is not."
            : "Declare the one that it is as its disk_format.");
  }

  private static String ids(List<DiskFormat> formats) {
    return formats.isEmpty()
        ? "none"
        : String.join(", ", formats.stream().map(DiskFormat::id).sorted().toList());
  }
}
