package org.stowage.vmdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.stowage.testkit.RealPeers;

/** The peer whose reading and writing of VMDKs ours is compared with. */
final class QemuImg {

  private final Path folder;

  /**
   * @param folder where it works, and to which names are relative
   */
  QemuImg(Path folder) {
    this.folder = folder;
    RealPeers.require("qemu-img");
    RealPeers.require("qemu-io");
  }

  /** Makes a raw disk with the given commands of qemu-io. */
  Path raw(String name, String size, String... writes) throws Exception {
    img("create", "-q", "-f", "raw", name, size);
    write(name, "raw", writes);
    return folder.resolve(name);
  }

  void img(String... arguments) throws Exception {
    run("qemu-img", arguments);
  }

  void write(String name, String format, String... writes) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("-f", format));
    for (String write : writes) {
      arguments.add("-c");
      arguments.add(write);
    }
    arguments.add(name);
    run("qemu-io", arguments.toArray(String[]::new));
  }

  /** The content of an image as qemu reads it. */
  byte[] contentOf(String name, String format) throws Exception {
    img("convert", "-f", format, "-O", "raw", name, name + ".content");
    return Files.readAllBytes(folder.resolve(name + ".content"));
  }

  private void run(String program, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(List.of(arguments));
    File log = folder.resolve("peer.log").toFile();
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log)
            .start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), command + " does not end");
    assertEquals(0, process.exitValue(), command + ": " + Files.readString(log.toPath()));
  }
}
