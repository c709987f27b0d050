package org.stowage.vmdk.write;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Optional;
import org.stowage.api.disk.DiskSink;
import org.stowage.api.disk.DiskSpec;
import org.stowage.api.disk.ImageTarget;
import org.stowage.api.disk.WritableFormat.WriteOptions;

/**
 * Starts new disks.
 *
 * <p>All methods: the sink opens what it needs of the target at once and closes it in {@link
 * DiskSink#close()}; what a sink that was not finished leaves in there is for the target to remove.
 * The same content and spec give the same bytes. {@link org.stowage.api.StorageException} when the
 * format cannot hold such a disk, the target's name cannot stand in a descriptor, or the target
 * does not offer what the format needs. Memory does not grow with the disk, but for 8 bytes per 32
 * MiB of the capacity of sparse disks.
 *
 * <p>Sinks throw {@link IllegalStateException} when they are used after a failure or after their
 * end, and are for use by one thread.
 */
public final class DiskSinks {

  private DiskSinks() {}

  /**
   * A stream-optimized VMDK, compressed, for transport: the only kind that import leases take. The
   * target may be a stream.
   *
   * @param spec up to 64 TiB
   */
  public static DiskSink streamOptimized(DiskSpec spec, ImageTarget target, WriteOptions options)
      throws IOException {
    return new StreamOptimizedSink(spec, target, options);
  }

  /**
   * A monolithicSparse VMDK: one file, which grows with what is written to it.
   *
   * @param spec up to 64 TiB; the content that is not zero up to 2 TiB
   * @param target must offer a channel
   */
  public static DiskSink sparse(DiskSpec spec, ImageTarget target) throws IOException {
    return new SparseSink(spec, target, null);
  }

  /**
   * A monolithicFlat VMDK: a descriptor, and a sibling {@code NAME-flat.vmdk} that is the disk byte
   * for byte, with holes where it has zeros.
   *
   * @param target must offer a channel, and a sibling that does
   */
  public static DiskSink flat(DiskSpec spec, ImageTarget target) throws IOException {
    return new FlatSink(spec, target);
  }

  /**
   * The disk byte for byte, with holes where it has zeros. The target may be a stream; zeros are
   * written out then.
   */
  public static DiskSink raw(DiskSpec spec, ImageTarget target) throws IOException {
    Optional<FileChannel> file = target.openChannel();
    return file.isPresent()
        ? new RawFileSink(target.name(), spec.capacityBytes(), file.get())
        : new RawStreamSink(target.name(), spec.capacityBytes(), target.open());
  }

  /**
   * Puts a disk byte for byte onto a block device, from its beginning. What of the device lies
   * beyond the disk, or beyond what is written of it, reads as zero afterwards.
   *
   * @param name of the device, for messages
   * @param capacityBytes of the disk; at most the device's
   * @param device open for writing, and unbuffered where that can be; closed by the sink
   * @param readsAsZero whether all of the device is known to read as zero now: then zeros are not
   *     written
   */
  public static DiskSink device(
      String name, long capacityBytes, FileChannel device, boolean readsAsZero) throws IOException {
    return new DeviceSink(name, capacityBytes, device, readsAsZero);
  }

  /**
   * Makes a linked child: an empty monolithicSparse VMDK that reads as its parent does, and as zero
   * beyond its parent's end. It is durable when this returns. Its content id is the parent's, as
   * its content is.
   *
   * @param spec capacity may be larger than the parent's
   * @param target must offer a channel
   * @param parentContentId that of the parent's descriptor; the parent must not change from now on
   * @param parentFileNameHint the parent's file: absolute, or relative to the child's folder
   */
  public static void linkedChild(
      DiskSpec spec, ImageTarget target, int parentContentId, String parentFileNameHint)
      throws IOException {
    Parent parent = new Parent(parentContentId, parentFileNameHint);
    try (DiskSink sink = new SparseSink(spec, target, parent)) {
      sink.finish();
    }
  }
}
