package org.stowage.runtime.local;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.stowage.api.StorageException;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.disk.DiskSink;
import org.stowage.api.disk.DiskSpec;
import org.stowage.vmdk.write.DiskSinks;

/**
 * A disk in the making: its files are written into a scratch folder and take their names when they
 * are complete, data first, descriptor last. Data that a crash left at the target, without a
 * descriptor, is replaced.
 */
final class NewDisk implements Closeable {

  private final LocalFolder folder;
  private final DatastorePath disk;
  private final DiskSpec spec;
  private final Room room;
  private final Scratch scratch;

  private NewDisk(
      LocalFolder folder, DatastorePath disk, DiskSpec spec, Room room, Scratch scratch) {
    this.folder = folder;
    this.disk = disk;
    this.spec = spec;
    this.room = room;
    this.scratch = scratch;
  }

  /**
   * Checks that the disk may be made.
   *
   * @param attempted for messages, e.g. {@code "copy [nfs] a.vmdk to"}
   */
  static NewDisk begin(LocalFolder folder, String attempted, DatastorePath disk, DiskSpec spec)
      throws IOException {
    DiskNames.check(attempted, disk);
    Publication.requireFree(attempted, folder.entry(attempted, disk), disk);
    return instead(folder, attempted, disk, spec);
  }

  /** Begins a disk that is to take the place of the present one. */
  static NewDisk instead(LocalFolder folder, String attempted, DatastorePath disk, DiskSpec spec)
      throws IOException {
    folder.requireCapacity(attempted, disk, spec.capacityBytes());
    Room room = Room.measure(folder, attempted, disk, spec.capacityBytes());
    if (!folder.hidesDataFiles()) {
      room.require(spec.capacityBytes());
    }
    return new NewDisk(folder, disk, spec, room, Scratch.create(folder));
  }

  /** Writes the disk's files; they are complete and durable on return. */
  NewDisk fill(Content content) throws IOException {
    try {
      write(folder, new FolderTarget(scratch.file(""), disk.fileName()), spec, content);
      return this;
    } catch (IOException e) {
      throw room.explain(e);
    }
  }

  /** Writes a disk, arranged as the datastore's type demands. */
  static void write(LocalFolder folder, FolderTarget target, DiskSpec spec, Content content)
      throws IOException {
    try (DiskSink sink =
        folder.hidesDataFiles() ? DiskSinks.sparse(spec, target) : DiskSinks.flat(spec, target)) {
      content.writeTo(sink);
      sink.finish();
    }
  }

  /** Gives the files their names, unless a disk is there. */
  void publish() throws IOException {
    room.require(FileTree.sizeBytes(scratch.file("")));
    Publication.publish(folder, room.attempted(), disk, this::moveInto);
  }

  /** Puts the files in place of the disk's present ones. */
  void replace() throws IOException {
    Publication.replace(folder, room.attempted(), disk, this::moveInto);
  }

  private void moveInto(Path descriptor) throws IOException {
    Path written = scratch.file(disk.fileName());
    try (DirectoryStream<Path> files = Files.newDirectoryStream(scratch.file(""))) {
      for (Path file : files) {
        if (!file.equals(written)) {
          Publication.rename(file, descriptor.resolveSibling(file.getFileName()));
        }
      }
    }
    Durable.folder(descriptor.getParent());
    Publication.rename(written, descriptor);
  }

  @Override
  public void close() throws StorageException {
    scratch.close();
  }

  /** Where a disk's content comes from. */
  interface Content {

    /** Nothing but zeros. */
    Content NONE = sink -> {};

    void writeTo(DiskSink sink) throws IOException;
  }
}
