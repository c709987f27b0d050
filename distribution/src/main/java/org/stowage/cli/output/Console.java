package org.stowage.cli.output;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;

/**
 * The two streams of the command: results on the standard output and nothing else, everything else
 * on the standard error. Safe for use by several threads.
 */
public final class Console {

  private static final Duration BAR_INTERVAL = Duration.ofMillis(200);
  private static final Duration LINE_INTERVAL = Duration.ofSeconds(10);
  private static final String CLEAR_LINE = "\r\033[K";

  private final OutputStream out;
  private final PrintStream err;
  private final Style style;
  private final boolean quiet;
  private final int barColumns;
  private boolean barShown;

  /**
   * @param out unbuffered
   * @param quiet whether only results and failures are written
   * @param barColumns the width of the terminal behind {@code err}; 0 when there is none
   */
  public Console(OutputStream out, PrintStream err, boolean json, boolean quiet, int barColumns) {
    this.out = out;
    this.err = err;
    this.style = json ? new JsonStyle() : new TextStyle();
    this.quiet = quiet;
    this.barColumns = barColumns;
  }

  /**
   * Writes a result. That nobody reads it to its end, as in {@code stowage list | head}, is no
   * failure.
   *
   * @throws StorageException {@code io} when it cannot be written otherwise
   */
  public void result(Result result) throws IOException {
    String text = style.result(result);
    if (text.isEmpty()) {
      return;
    }
    clearBar();
    try {
      out.write((text + "\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      if (!"Broken pipe".equals(e.getMessage())) {
        throw new StorageException(
            CommonError.IO,
            "writing the result to the standard output: " + e.getMessage(),
            "What the command did has been done; only its output is lost.",
            e);
      }
    }
  }

  public void failure(Failure failure) {
    line(style.failure(failure));
  }

  /** Something that did not keep the command from its work. */
  public void warning(Failure warning) {
    if (!quiet) {
      line(style.warning(warning));
    }
  }

  public void note(String text) {
    if (!quiet) {
      line(style.note(text));
    }
  }

  /** For whoever looks for a fault in Stowage. */
  public void stackTrace(Throwable thrown) {
    synchronized (err) {
      clearBar();
      thrown.printStackTrace(err);
    }
  }

  /** Shows how far an operation is until the display is closed. */
  public ProgressDisplay progress(String what) {
    Duration interval = barColumns > 0 ? BAR_INTERVAL : LINE_INTERVAL;
    return new ProgressDisplay(what, interval, quiet ? progress -> {} : this::show);
  }

  private void show(Progress progress) {
    if (barColumns == 0) {
      line(style.progress(progress));
      return;
    }
    synchronized (err) {
      err.print(CLEAR_LINE + progress.bar(barColumns));
      err.flush();
      barShown = true;
    }
  }

  private void line(String text) {
    synchronized (err) {
      clearBar();
      err.println(text);
    }
  }

  private void clearBar() {
    synchronized (err) {
      if (barShown) {
        err.print(CLEAR_LINE);
        err.flush();
        barShown = false;
      }
    }
  }
}
