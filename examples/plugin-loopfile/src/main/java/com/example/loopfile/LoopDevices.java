package com.example.loopfile;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;

/**
 * Loop devices. Their numbers change, so what is told of one is a link to it, named after the
 * volume. The kernel is asked which device has a file (it compares inodes, so names do not matter);
 * the link alone proves nothing, since it outlives the device at a reboot.
 */
record LoopDevices(Path links) implements Devices {

  /** How long a device that is let go may be kept by whoever uses it. */
  private static final Duration LONGEST_HOLD = Duration.ofSeconds(10);

  static LoopDevices in(Path folder) throws IOException {
    return new LoopDevices(Files.createDirectories(folder.resolve("devices")));
  }

  /** Whether this process may make loop devices. */
  static boolean workHere() {
    return Files.isWritable(Path.of("/dev/loop-control")) && Program.isThere("losetup");
  }

  @Override
  public Path connect(String id, Path file) throws IOException {
    List<Path> present = of(file);
    if (!present.isEmpty()) {
      return link(id, present.get(0));
    }
    // With --nooverlap, of two that attach at once, the second gets the device of the first.
    String device = Program.run("losetup", "--find", "--show", "--nooverlap", file.toString());
    try {
      return link(id, Path.of(device));
    } catch (IOException e) {
      disconnect(id, file);
      throw e;
    }
  }

  private Path link(String id, Path device) throws IOException {
    Path link = links.resolve(id);
    if (!Files.isSymbolicLink(link) || !Files.readSymbolicLink(link).equals(device)) {
      Path unnamed = links.resolve(id + ".new");
      Files.deleteIfExists(unnamed);
      Files.createSymbolicLink(unnamed, device);
      Files.move(unnamed, link, StandardCopyOption.ATOMIC_MOVE);
    }
    return link;
  }

  private static List<Path> of(Path file) throws IOException {
    return Program.run("losetup", "--noheadings", "--output", "NAME", "--associated", "" + file)
        .lines()
        .map(String::strip)
        .map(Path::of)
        .toList();
  }

  @Override
  public boolean isConnected(String id, Path file) throws IOException {
    return !of(file).isEmpty();
  }

  @Override
  public void disconnect(String id, Path file) throws IOException {
    // First the name: it must never lead to a device that is another's by now.
    Files.deleteIfExists(links.resolve(id));
    Files.deleteIfExists(links.resolve(id + ".new"));
    long start = System.nanoTime();
    for (List<Path> left = of(file); !left.isEmpty(); left = of(file)) {
      if (System.nanoTime() - start > LONGEST_HOLD.toNanos()) {
        throw new StorageException(
            CommonError.IO,
            "disconnecting %s: %s is in use still after %d s"
                .formatted(file, left.get(0), LONGEST_HOLD.toSeconds()),
            "End what uses it (lsof " + left.get(0) + "), and disconnect it again.");
      }
      for (Path device : left) {
        Program.run("losetup", "--detach", device.toString());
      }
      Program.pause(Duration.ofMillis(20), "disconnecting " + file);
    }
  }

  @Override
  public void resized(Path file) throws IOException {
    for (Path device : of(file)) {
      Program.run("losetup", "--set-capacity", device.toString());
    }
  }

  @Override
  public void flush(Path file) throws IOException {
    for (Path device : of(file)) {
      try (FileChannel content = FileChannel.open(device, StandardOpenOption.WRITE)) {
        content.force(true);
      }
    }
  }
}
