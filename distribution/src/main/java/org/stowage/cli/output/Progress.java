package org.stowage.cli.output;

import java.time.Duration;
import java.util.Locale;
import org.stowage.runtime.config.ByteSize;

/**
 * How far an operation is.
 *
 * @param what e.g. {@code deploying web-1}
 * @param totalBytes negative when nobody knows it
 */
record Progress(String what, long doneBytes, long totalBytes, Duration elapsed) {

  private static final int BAR_CELLS = 20;
  private static final int BAR_FROM_COLUMNS = 60;

  /** Everything in one line of words: amounts, speed, and what is left when that can be told. */
  String line() {
    StringBuilder line = new StringBuilder(what).append(": ");
    if (totalBytes > 0) {
      line.append(percent()).append("%, ").append(ByteSize.show(doneBytes)).append(" of ");
      line.append(ByteSize.show(totalBytes));
    } else {
      line.append(ByteSize.show(doneBytes));
    }
    long bytesPerSecond = bytesPerSecond();
    if (bytesPerSecond > 0) {
      line.append(", ").append(ByteSize.show(bytesPerSecond)).append("/s");
      if (totalBytes > doneBytes) {
        long leftSeconds = (totalBytes - doneBytes) / bytesPerSecond;
        line.append(
            String.format(Locale.ROOT, ", %d:%02d left", leftSeconds / 60, leftSeconds % 60));
      }
    }
    return line.toString();
  }

  /** The line with a bar before it where both fit, cut to the width of a terminal. */
  String bar(int columns) {
    String text = line();
    if (totalBytes > 0 && columns >= BAR_FROM_COLUMNS) {
      int full = (int) (BAR_CELLS * percent() / 100);
      text = "[" + "#".repeat(full) + "-".repeat(BAR_CELLS - full) + "] " + text;
    }
    return text.substring(0, Math.min(text.length(), Math.max(0, columns - 1)));
  }

  private long percent() {
    return Math.min(100, (long) (100.0 * doneBytes / totalBytes));
  }

  private long bytesPerSecond() {
    return elapsed.toMillis() <= 0 ? 0 : (long) (1000.0 * doneBytes / elapsed.toMillis());
  }
}
