package org.stowage.runtime.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.stowage.api.Transfer;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.DiskSink;
import org.stowage.api.disk.DiskSpec;
import org.stowage.api.disk.ImageTarget;
import org.stowage.api.disk.NewPackage;
import org.stowage.api.disk.PackagedMachine;
import org.stowage.api.disk.StoredForm;
import org.stowage.api.disk.WritableContainer;
import org.stowage.api.disk.WritableFormat.WriteOptions;

/** Something that can be written as an image: a disk, or a package around one. */
@FunctionalInterface
public interface NewImage {

  /**
   * Writes it, complete and durable on return.
   *
   * @return how much of the disk's capacity holds data, if that is known
   */
  OptionalLong writeTo(ImageTarget target) throws IOException;

  /**
   * Another image's content, anew.
   *
   * @param image stays the caller's to close
   * @param format makes the disk
   */
  static NewImage converted(
      DiskImage image, Format format, DiskSpec spec, WriteOptions options, Transfer transfer) {
    return target -> {
      try (PopulatedSink sink = new PopulatedSink(format.create(spec, target, options))) {
        image.copyTo(sink, transfer);
        sink.finish();
        return OptionalLong.of(sink.populatedBytes());
      }
    };
  }

  /**
   * Bytes that are an image already.
   *
   * @param populatedBytes how much of the disk's capacity holds data, if that is known
   */
  static NewImage stored(StoredForm form, OptionalLong populatedBytes, Transfer transfer) {
    return target -> {
      Optional<FileChannel> file = target.openChannel();
      try (OutputStream out =
          file.isPresent() ? Channels.newOutputStream(file.get()) : target.open()) {
        form.writeTo(out, transfer);
        if (file.isPresent()) {
          file.get().force(true);
        }
      }
      return populatedBytes;
    };
  }

  /** A package around this disk. */
  default NewImage inside(WritableContainer container, PackagedMachine machine) {
    return target -> {
      try (NewPackage made = container.begin(machine, target)) {
        OptionalLong populatedBytes = writeTo(made.disk());
        made.finish(populatedBytes);
        return populatedBytes;
      }
    };
  }

  /**
   * Writes it to a new file, which appears complete under its name or not at all.
   *
   * @throws org.stowage.api.StorageException {@code already-exists}, or {@code not-found} for a
   *     missing folder
   */
  default void writeTo(Path file) throws IOException {
    try (FileImageTarget target = new FileImageTarget(file)) {
      try {
        writeTo(target);
        target.commit();
      } catch (IOException e) {
        throw target.explain(e);
      }
    }
  }

  /**
   * Writes it to a stream.
   *
   * @param name for descriptors that name themselves
   * @param out not closed
   */
  default void writeTo(String name, OutputStream out) throws IOException {
    writeTo(new StreamTarget(name, out));
  }

  /** What makes disks of one format, such as {@code WritableFormat::create}. */
  @FunctionalInterface
  interface Format {
    DiskSink create(DiskSpec spec, ImageTarget target, WriteOptions options) throws IOException;
  }
}
