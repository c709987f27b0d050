package org.stowage.cli.output;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.stowage.api.CancelledException;
import org.stowage.api.CommonError;
import org.stowage.api.ErrorCode;
import org.stowage.api.StorageException;

/**
 * What went wrong, as it is shown.
 *
 * @param remedy what to do about it; empty when there is nothing to advise
 */
public record Failure(ErrorCode code, String message, String remedy) {

  /** Every failure has a code: what nobody foresaw is a fault of ours. */
  public static Failure of(Throwable thrown) {
    if (thrown instanceof CancelledException cancelled) {
      return cancelled(cancelled);
    }
    if (thrown instanceof StorageException known) {
      return new Failure(known.code(), describe(known), known.remedy());
    }
    if (thrown instanceof UncheckedIOException unchecked) {
      return of(unchecked.getCause());
    }
    if (thrown instanceof IOException) {
      return new Failure(
          CommonError.IO,
          thrown.getClass().getSimpleName() + ": " + thrown.getMessage(),
          "Check the file and its file system, then run the command again.");
    }
    if (thrown instanceof OutOfMemoryError) {
      return new Failure(
          CommonError.INTERNAL_FAULT,
          "the Java heap of "
              + (Runtime.getRuntime().maxMemory() >> 20)
              + " MiB is full: "
              + thrown.getMessage(),
          "Give it more, for example with STOWAGE_JAVA_OPTS=-Xmx1g, and report this.");
    }
    return new Failure(
        CommonError.INTERNAL_FAULT,
        "unexpected " + thrown,
        "Please report this, with the output of the same command with -v.");
  }

  /** Whoever cancels wants to know above all whether anything is left. */
  private static Failure cancelled(CancelledException cancelled) {
    boolean clean = cancelled.getSuppressed().length == 0;
    return new Failure(
        cancelled.code(),
        describe(cancelled)
            + (clean ? "; what was half-done has been removed" : "; something half-done is left"),
        clean ? cancelled.remedy() : "Run the command again; it removes what is left.");
  }

  private static String describe(StorageException known) {
    String message = known.getMessage();
    return message == null ? known.code().name() : message;
  }
}
