package org.stowage.cli.endtoend;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.stowage.testkit.RealPeers;

/** A PC emulated in software, which boots a disk and leaves it as it was. */
final class EmulatedPc {

  private static final Duration LONGEST_BOOT = Duration.ofMinutes(2);
  private static final Duration SILENCE = Duration.ofMillis(500);

  private EmulatedPc() {}

  /**
   * Boots a disk until a line has come out of the first serial port, and then nothing for a while.
   *
   * @param format the name of the disk's format in the emulator
   * @return all that came out of the serial port, less if the machine ended or took minutes
   */
  static String serialOutput(Path disk, String format) throws IOException, InterruptedException {
    Process machine =
        new ProcessBuilder(
                RealPeers.require("qemu-system-x86_64").toString(),
                "-accel",
                "tcg",
                "-m",
                "32",
                "-nodefaults",
                "-display",
                "none",
                "-no-reboot",
                "-serial",
                "stdio",
                "-drive",
                "snapshot=on,format=" + format + ",file=" + disk)
            .redirectErrorStream(true)
            .start();
    try {
      CompletableFuture<Process> guard =
          new CompletableFuture<Process>()
              .completeOnTimeout(machine, LONGEST_BOOT.toSeconds(), TimeUnit.SECONDS);
      guard.thenAccept(Process::destroyForcibly);
      InputStream serialPort = machine.getInputStream();
      StringBuilder output = new StringBuilder();
      for (int next = 0; next != '\n' && next >= 0; ) {
        next = serialPort.read();
        output.append(next < 0 ? "" : (char) next);
      }
      guard.cancel(false);
      machine.waitFor(SILENCE.toMillis(), TimeUnit.MILLISECONDS);
      byte[] more = serialPort.readNBytes(serialPort.available());
      return output.append(new String(more, StandardCharsets.ISO_8859_1)).toString();
    } finally {
      machine.destroyForcibly().waitFor();
    }
  }
}
