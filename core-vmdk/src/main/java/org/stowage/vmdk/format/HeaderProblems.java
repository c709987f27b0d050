package org.stowage.vmdk.format;

import java.util.ArrayList;
import java.util.List;
import org.stowage.api.disk.Problem;
import org.stowage.api.disk.Problem.Severity;

/** What is odd about a sparse file, though it can be read. */
public final class HeaderProblems {

  private static final int KNOWN_COMPATIBLE =
      SparseFlags.LINE_END_PROBES | SparseFlags.REDUNDANT_DIRECTORY | SparseFlags.ZEROED_GRAINS;

  /** Of streams; "sparse VMDK version too old" is said of those below. */
  private static final int IMPORTABLE_VERSION = 3;

  private HeaderProblems() {}

  /** What the header itself shows. */
  public static List<Problem> of(SparseHeader header, String object) {
    List<Problem> problems = new ArrayList<>();
    if (header.uncleanShutdown()) {
      problems.add(
          new Problem(
              VmdkError.UNCLEAN_SHUTDOWN,
              Severity.WARNING,
              object + " was open for writing when it was copied, or its writer crashed",
              "Shut the machine down and export the disk again."));
    }
    if (header.compressed() && header.version() < IMPORTABLE_VERSION) {
      problems.add(
          new Problem(
              VmdkError.VERSION,
              Severity.WARNING,
              "%s is a stream of version %d; vSphere imports version %d"
                  .formatted(object, header.version(), IMPORTABLE_VERSION),
              "Convert it to streamOptimized if an import refuses it."));
    }
    int unknown = header.flags() & ~SparseFlags.INCOMPATIBLE & ~KNOWN_COMPATIBLE;
    if (unknown != 0) {
      problems.add(
          new Problem(
              VmdkError.FLAGS,
              Severity.INFO,
              object + " has flags 0x%04x, which are unknown and may be ignored".formatted(unknown),
              ""));
    }
    return problems;
  }

  /** A stream that ends without saying so, as those of qemu-img do. */
  public static Problem noEnd(String object) {
    return new Problem(
        VmdkError.NO_END,
        Severity.WARNING,
        object + " has no end-of-stream marker, which vSphere's importers expect",
        "Convert it to streamOptimized if an import refuses it.");
  }

  /** Zeros follow the end of the stream. */
  public static Problem padding(String object, long bytes) {
    return new Problem(
        VmdkError.TRAILING_BYTES,
        Severity.WARNING,
        "%d bytes of zeros follow the end of %s".formatted(bytes, object),
        "Compare its size with that at its origin.");
  }
}
