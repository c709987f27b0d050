package org.stowage.vmdk.descriptor;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.stowage.api.DiskFormatException;
import org.stowage.api.disk.Problem;
import org.stowage.api.disk.Problem.Severity;
import org.stowage.vmdk.format.SparseHeader;
import org.stowage.vmdk.format.VmdkError;
import org.stowage.vmdk.format.VmdkLimits;

/**
 * The descriptor within a sparse file, reconciled with the file's header. The file named in its one
 * extent line is never opened: it is this one, whatever it is called by now.
 *
 * @param capacitySectors of the disk: what the extent line says where the header merely fills up
 *     the last grain, else what the header says
 * @param problems where text and header differ in what can be lived with
 */
public record EmbeddedDescriptor(
    Descriptor descriptor, long capacitySectors, List<Problem> problems) {

  /**
   * Reads and checks an embedded descriptor.
   *
   * @param text the embedded area; empty when the header has none
   * @param object the file, for messages
   */
  public static EmbeddedDescriptor parse(ByteBuffer text, SparseHeader header, String object)
      throws DiskFormatException {
    if (!header.hasDescriptor()) {
      throw VmdkError.refused(
          VmdkError.UNSUPPORTED_KIND,
          object,
          "it has no descriptor, so it is one extent of a disk that was split",
          "Give the descriptor, the small .vmdk file beside the extents.");
    }
    Descriptor descriptor = Descriptor.parse(text, object);
    SupportedKinds.check(descriptor, object);
    List<Problem> problems = new ArrayList<>();
    checkCreateType(descriptor, header, object, problems);
    long sectors = capacitySectors(descriptor, header, object, problems);
    return new EmbeddedDescriptor(descriptor, sectors, List.copyOf(problems));
  }

  private static void checkCreateType(
      Descriptor descriptor, SparseHeader header, String object, List<Problem> problems) {
    CreateType stored =
        header.compressed() ? CreateType.STREAM_OPTIMIZED : CreateType.MONOLITHIC_SPARSE;
    if (descriptor.knownCreateType().filter(stored::equals).isEmpty()) {
      problems.add(
          new Problem(
              VmdkError.DESCRIPTOR,
              Severity.WARNING,
              "%s calls itself %s, and its header is that of a %s disk"
                  .formatted(
                      object, DescriptorParser.shown(descriptor.createType()), stored.text()),
              "Convert it before it goes to tools that believe the text."));
    }
  }

  private static long capacitySectors(
      Descriptor descriptor, SparseHeader header, String object, List<Problem> problems)
      throws DiskFormatException {
    List<ExtentLine> extents = descriptor.extents();
    if (extents.size() != 1 || extents.get(0).type() != ExtentLine.Type.SPARSE) {
      throw VmdkError.damaged(
          VmdkError.EXTENT_LINE,
          object,
          "its descriptor names %d extents; a disk in one file has one, of type SPARSE"
              .formatted(extents.size()));
    }
    long inText = extents.get(0).sectors();
    long inHeader = header.layout().capacitySectors();
    if (inText > inHeader) {
      throw VmdkError.damaged(
          VmdkError.EXTENT_SIZE,
          object,
          "its descriptor promises %d sectors; its header has %d".formatted(inText, inHeader));
    }
    long grainSectors = header.layout().grainSectors();
    if ((inText - 1) / grainSectors == (inHeader - 1) / grainSectors) {
      return inText;
    }
    problems.add(
        new Problem(
            VmdkError.EXTENT_SIZE,
            Severity.WARNING,
            "the descriptor of %s says %d sectors; the header's %d are taken"
                .formatted(object, inText, inHeader),
            "Compare the size of the disk with that at its origin."));
    return inHeader;
  }

  /** The capacity in bytes. */
  public long capacityBytes() {
    return capacitySectors * VmdkLimits.SECTOR_BYTES;
  }
}
