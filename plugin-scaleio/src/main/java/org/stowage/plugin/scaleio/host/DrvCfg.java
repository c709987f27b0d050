package org.stowage.plugin.scaleio.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.plugin.scaleio.ScaleioError;

/**
 * The program by which the SDC of this host is asked and told things. It wants to run as root.
 *
 * @param timeout for one run
 */
public record DrvCfg(Path program, Duration timeout) {

  private static final int MOST_BYTES = 1 << 16;

  /** The GUID by which arrays know this host. */
  public String guid() throws IOException {
    if (!Files.isExecutable(program)) {
      throw new StorageException(
          CommonError.CONFIGURATION,
          "asking for the GUID of this host's SDC: there is no program " + program,
          "Install the SDC, or set default_sdcguid, or drv_cfg_path to where its drv_cfg is.");
    }
    // It ends with a newline, and may be of either case.
    String guid = run("--query_guid").strip();
    if (!guid.matches("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")) {
      throw failed("--query_guid", "it prints no GUID");
    }
    return guid;
  }

  /** Lets the driver look for what has changed, where there is a program for that. */
  public void rescan() throws IOException {
    if (Files.isExecutable(program)) {
      run("--rescan");
    }
  }

  private String run(String verb) throws IOException {
    Process process =
        new ProcessBuilder(program.toString(), verb)
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .start();
    try (InputStream out = process.getInputStream()) {
      if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        throw failed(verb, "it takes more than " + timeout.toSeconds() + " s");
      }
      String text = new String(out.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
      if (process.exitValue() != 0 || text.contains("Failed")) {
        throw failed(verb, "status " + process.exitValue() + ", " + text.strip());
      }
      return text;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageException(
          CommonError.INTERRUPTED, "interrupted while " + program + " ran", "", e);
    } finally {
      process.destroyForcibly();
    }
  }

  private StorageException failed(String verb, String how) {
    return new StorageException(
        ScaleioError.HOST_NOT_READY,
        "running " + program + " " + verb + ": " + how,
        "See whether the SDC's driver (scini) runs on this host, and whether this user may ask it.");
  }
}
