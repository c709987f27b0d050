package org.stowage.runtime.local;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;
import org.stowage.api.disk.ImageTarget;

/** New files in a folder that nobody else looks into, and that is removed if they fail. */
record FolderTarget(Path folder, String name) implements ImageTarget {

  @Override
  public OutputStream open() throws IOException {
    return Channels.newOutputStream(channel());
  }

  @Override
  public Optional<FileChannel> openChannel() throws IOException {
    return Optional.of(channel());
  }

  @Override
  public ImageTarget sibling(String sibling) {
    return new FolderTarget(folder, sibling);
  }

  private FileChannel channel() throws IOException {
    return FileChannel.open(folder.resolve(name), CREATE_NEW, READ, WRITE);
  }
}
