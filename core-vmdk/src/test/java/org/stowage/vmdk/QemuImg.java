package org.stowage.vmdk;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    RealPeers.run(folder, "qemu-img", arguments);
  }

  void write(String name, String format, String... writes) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("-f", format));
    for (String write : writes) {
      arguments.add("-c");
      arguments.add(write);
    }
    arguments.add(name);
    RealPeers.run(folder, "qemu-io", arguments.toArray(String[]::new));
  }

  /** The content of an image as qemu reads it. */
  byte[] contentOf(String name, String format) throws Exception {
    img("convert", "-f", format, "-O", "raw", name, name + ".content");
    return Files.readAllBytes(folder.resolve(name + ".content"));
  }

  /** What qemu says of a VMDK, in JSON. */
  String info(String name) throws Exception {
    return RealPeers.run(folder, "qemu-img", "info", "--output=json", "-f", "vmdk", name);
  }
}
