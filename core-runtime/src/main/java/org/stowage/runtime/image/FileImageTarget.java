package org.stowage.runtime.image;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.disk.ImageTarget;

/**
 * A new image file, and the further files of the same image beside it.
 *
 * <p>Everything is written under hidden names and takes its own name in {@link #commit}: data files
 * first, this file last, so that the image's own name never leads to half an image. The hidden
 * names are fixed and locked while they are written, so what a crash leaves is overwritten by the
 * next run that makes the same image.
 */
final class FileImageTarget implements ImageTarget, Closeable {

  private final Path file;
  private final Path part;
  private final List<FileImageTarget> siblings = new ArrayList<>();
  private @Nullable FileChannel channel;
  private boolean committed;

  /**
   * @throws StorageException {@code already-exists}, {@code not-found} for a missing folder
   */
  FileImageTarget(Path file) throws IOException {
    this.file = file.toAbsolutePath();
    this.part = this.file.resolveSibling("." + this.file.getFileName() + ".part");
    if (Files.exists(this.file, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
      throw new StorageException(
          CommonError.ALREADY_EXISTS,
          "writing the image " + file + ": the file exists",
          "Name another file, or remove this one.");
    }
    if (!Files.isDirectory(this.file.getParent())) {
      throw new StorageException(
          CommonError.NOT_FOUND,
          "writing the image " + file + ": there is no folder " + this.file.getParent(),
          "Make the folder first.");
    }
  }

  @Override
  public String name() {
    return String.valueOf(file.getFileName());
  }

  @Override
  public OutputStream open() throws IOException {
    return Channels.newOutputStream(start());
  }

  @Override
  public Optional<FileChannel> openChannel() throws IOException {
    return Optional.of(start());
  }

  @Override
  public ImageTarget sibling(String name) throws IOException {
    if (!Path.of(name).getFileName().toString().equals(name)) {
      throw new IllegalArgumentException("not a plain file name: " + name);
    }
    FileImageTarget sibling = new FileImageTarget(file.resolveSibling(name));
    siblings.add(sibling);
    return sibling;
  }

  private FileChannel start() throws IOException {
    FileChannel opened =
        FileChannel.open(
            part, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    FileLock lock = opened.tryLock();
    if (lock == null) {
      opened.close();
      throw new StorageException(
          CommonError.ALREADY_EXISTS,
          "writing the image " + file + ": another process is writing it",
          "Wait for the other process, or name another file.");
    }
    channel = opened;
    return opened.truncate(0);
  }

  /** Gives the files their names. To be called when the image is complete and durable. */
  void commit() throws IOException {
    for (FileImageTarget sibling : siblings) {
      sibling.commit();
    }
    Files.move(part, file);
    committed = true;
  }

  /** Explains why nothing could be written; what is explained already is handed back. */
  IOException explain(IOException failure) {
    if (failure instanceof StorageException || !FullFileSystem.isCauseOf(failure)) {
      return failure;
    }
    return new StorageException(
        CommonError.IO,
        "writing the image " + file + ": no space is left on its file system",
        "Free space there, or name a file elsewhere.",
        failure);
  }

  /** Ends the writing; removes everything when nothing was {@linkplain #commit committed}. */
  @Override
  public void close() throws IOException {
    List<Closeable> steps = new ArrayList<>(siblings);
    Collections.reverse(steps);
    FileChannel open = channel;
    if (open != null) {
      steps.add(
          () -> {
            if (!committed) {
              Files.deleteIfExists(part);
            }
            open.close();
          });
    }
    IOException failure = null;
    for (Closeable step : steps) {
      try {
        step.close();
      } catch (IOException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
