package com.example.loopfile;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Files in the place of devices, where there are none: a second name for the volume's file, which
 * stays the same file when the volume is renamed.
 */
record FileDevices(Path links) implements Devices {

  static FileDevices in(Path folder) throws IOException {
    return new FileDevices(Files.createDirectories(folder.resolve("devices")));
  }

  @Override
  public Path connect(String id, Path file) throws IOException {
    Path link = links.resolve(id);
    if (!isConnected(id, file)) {
      Files.createLink(link, file);
    }
    return link;
  }

  @Override
  public boolean isConnected(String id, Path file) {
    return Files.exists(links.resolve(id));
  }

  @Override
  public void disconnect(String id, Path file) throws IOException {
    Files.deleteIfExists(links.resolve(id));
  }

  @Override
  public void resized(Path file) {}

  @Override
  public void flush(Path file) throws IOException {
    try (FileChannel content = FileChannel.open(file, StandardOpenOption.WRITE)) {
      content.force(true);
    }
  }
}
