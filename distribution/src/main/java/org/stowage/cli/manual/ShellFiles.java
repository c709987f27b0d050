package org.stowage.cli.manual;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import picocli.AutoComplete;
import picocli.CommandLine;

/**
 * Writes the completions and manual pages, as a folder that can be laid over {@code /usr/share}.
 */
public final class ShellFiles {

  // RFC 1952, 2.3.
  private static final int EXTRA_FLAGS = 8;
  private static final byte SMALLEST = 2;
  private static final int OPERATING_SYSTEM = 9;
  private static final byte UNIX = 3;

  private ShellFiles() {}

  /**
   * @param args the folder, which need not exist; the product's version; the time of the build, in
   *     the format of ISO 8601
   */
  public static void main(String... args) throws IOException {
    Path share = Path.of(args[0]);
    String version = "stowage " + args[1];
    String date = args[2].substring(0, "2025-01-31".length());
    Topic everything = Topic.everything();

    write(
        share.resolve("bash-completion/completions/stowage"),
        AutoComplete.bash("stowage", new CommandLine(everything.spec()))
            .replaceFirst("#!.*\n", ""));
    write(share.resolve("zsh/site-functions/_stowage"), ZshCompletion.of(everything));
    write(share.resolve("fish/vendor_completions.d/stowage.fish"), FishCompletion.of(everything));
    for (Topic topic : everything.all().toList()) {
      compress(
          share.resolve("man/man1").resolve(ManualPage.name(topic) + ".1.gz"),
          ManualPage.of(topic, everything, version, date));
    }
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  /** As {@code gzip -9n} does, and the same whatever JDK builds. */
  private static void compress(Path file, String text) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (OutputStream out =
        new GZIPOutputStream(compressed) {
          {
            def.setLevel(Deflater.BEST_COMPRESSION);
          }
        }) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    byte[] bytes = compressed.toByteArray();
    bytes[EXTRA_FLAGS] = SMALLEST;
    bytes[OPERATING_SYSTEM] = UNIX;
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }
}
