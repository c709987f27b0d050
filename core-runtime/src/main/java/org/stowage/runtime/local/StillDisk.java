package org.stowage.runtime.local;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.datastore.DatastorePath;

/**
 * A disk that no virtual machine writes to. VMware's products mark the disks and machines they have
 * open with {@code *.lck} folders or {@code .lck-*} files beside them. QEMU locks bytes of the
 * disk's file: whoever may write shares byte {@value #WRITES}, and whoever suffers no writer shares
 * byte {@value #NO_WRITERS}, which keeps new writers off (qemu block/file-posix.c, {@code
 * RAW_LOCK_PERM_BASE}, {@code RAW_LOCK_SHARED_BASE}).
 *
 * <p>A lock ends with the first channel of the file that this process closes, so it holds until the
 * disk has been read once.
 */
final class StillDisk implements Closeable {

  private static final long WRITES = 101;
  private static final long NO_WRITERS = 201;

  private final FileChannel channel;

  private StillDisk(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * @param file the disk's descriptor, which nothing opens or closes from here to the reading
   * @throws StorageException {@code not-allowed} when a machine is running on it
   */
  static StillDisk of(DatastorePath disk, Path file) throws IOException {
    refuseLockFiles(disk, file.getParent());
    FileChannel channel = FileChannel.open(file, READ, WRITE);
    try {
      if (channel.tryLock(NO_WRITERS, 1, true) == null) {
        throw inUse(disk, "another program has locked it");
      }
      FileLock writer = channel.tryLock(WRITES, 1, false);
      if (writer == null) {
        throw inUse(disk, "a program such as QEMU has it open for writing");
      }
      writer.release();
      return new StillDisk(channel);
    } catch (IOException | RuntimeException e) {
      try (channel) {
        throw e;
      }
    }
  }

  private static void refuseLockFiles(DatastorePath disk, Path folder) throws IOException {
    try (DirectoryStream<Path> locks = Files.newDirectoryStream(folder, "{*.lck,.lck-*}")) {
      for (Path lock : locks) {
        throw inUse(disk, "a VMware product has it open, by its mark " + lock.getFileName());
      }
    }
  }

  private static StorageException inUse(DatastorePath disk, String why) {
    return new StorageException(
        CommonError.NOT_ALLOWED,
        "cannot read " + disk + " as it stands: " + why,
        "Shut the virtual machine down first. A mark that a crashed product left beside the disk"
            + " can be removed.");
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
