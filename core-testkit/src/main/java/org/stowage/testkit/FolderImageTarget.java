package org.stowage.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channel;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.disk.ImageTarget;

/**
 * A file in a folder as the target of an image, under its own name from the start: with random
 * access and siblings, or reduced to a stream as an upload is.
 *
 * <p>Insists that no more is opened than the contract allows, and counts what is open, siblings
 * included. Unlike targets for users it leaves behind whatever was written.
 */
public final class FolderImageTarget implements ImageTarget {

  private final Path file;
  private final boolean streamOnly;
  private final List<Channel> opened;
  private boolean used;

  private FolderImageTarget(Path file, boolean streamOnly, List<Channel> opened) {
    this.file = file;
    this.streamOnly = streamOnly;
    this.opened = opened;
  }

  /** A new file, which must not exist yet. */
  public static FolderImageTarget of(Path file) {
    return new FolderImageTarget(file, false, new CopyOnWriteArrayList<>());
  }

  /** A new file that can only be written from front to end. */
  public static FolderImageTarget streamOnly(Path file) {
    return new FolderImageTarget(file, true, new CopyOnWriteArrayList<>());
  }

  /** How many streams and channels are open at this moment. */
  public long openHandles() {
    return opened.stream().filter(Channel::isOpen).count();
  }

  @Override
  public String name() {
    return String.valueOf(file.getFileName());
  }

  @Override
  public OutputStream open() throws IOException {
    return Channels.newOutputStream(openFile());
  }

  @Override
  public Optional<FileChannel> openChannel() throws IOException {
    return streamOnly ? Optional.empty() : Optional.of(openFile());
  }

  private FileChannel openFile() throws IOException {
    if (used) {
      throw new AssertionError(name() + " was opened twice");
    }
    used = true;
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    opened.add(channel);
    return channel;
  }

  @Override
  public ImageTarget sibling(String name) throws IOException {
    if (streamOnly) {
      throw new StorageException(
          CommonError.UNSUPPORTED, "only one file can be had, not " + name, "");
    }
    return new FolderImageTarget(file.resolveSibling(name), false, opened);
  }
}
