package org.stowage.vmdk.copy;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.stowage.api.Transfer;
import org.stowage.api.disk.DiskSink;
import org.stowage.vmdk.work.OrderedWork;

/**
 * Brings content to a sink in the order in which it is given, expanding on as many threads as the
 * transfer allows. For use by one thread, which does all the reading and writing; holds a few
 * batches more than there are threads.
 */
public final class CopyPipeline implements Closeable {

  /** Enough for the others to go on with while this thread waits for a disk. */
  private static final int SPARE_BATCHES = 4;

  private final DiskSink sink;
  private final Transfer transfer;
  private final long totalBytes;
  private final OrderedWork<Batch> work;
  private final int mostBatches;
  private int batches = 1;
  private Batch filling;

  /**
   * @param sink stays the caller's
   * @param totalBytes the length of the disk, for progress
   */
  public CopyPipeline(DiskSink sink, Transfer transfer, long totalBytes) {
    this.sink = sink;
    this.transfer = transfer;
    this.totalBytes = totalBytes;
    this.mostBatches = transfer.threads() + SPARE_BATCHES;
    this.work = new OrderedWork<>("copying the disk", transfer.threads());
    this.filling = new Batch();
  }

  /** How much plain content is best given at once. */
  public int plainBytes() {
    return Batch.CONTENT_BYTES;
  }

  /**
   * Takes plain content.
   *
   * @param diskOffset where it goes, in bytes, at or beyond the end of what was given before
   * @param length at most {@link #plainBytes()}
   * @return a direct buffer of that length, to be filled before anything else is called
   */
  public ByteBuffer plain(long diskOffset, int length) throws IOException {
    makeRoom(0, length);
    return filling.addPlain(diskOffset, length);
  }

  /**
   * Takes a compressed grain.
   *
   * @param file where it is from, for messages
   * @param part what of it is wanted, at or beyond the end of what was given before
   * @return an array-backed buffer of {@code compressedBytes}, to be filled before anything else is
   *     called
   */
  public ByteBuffer compressed(String file, GrainPart part, int compressedBytes)
      throws IOException {
    makeRoom(compressedBytes, part.grainBytes());
    return filling.addCompressed(file, part, compressedBytes);
  }

  private void makeRoom(int compressedBytes, int contentBytes) throws IOException {
    if (!filling.hasRoom(compressedBytes, contentBytes)) {
      submit();
      filling = batches < mostBatches ? anotherBatch() : writeOldest();
    }
  }

  private Batch anotherBatch() {
    batches++;
    return new Batch();
  }

  private void submit() throws IOException {
    transfer.checkCancelled();
    work.submit(filling::expand);
  }

  private Batch writeOldest() throws IOException {
    Batch batch = work.next();
    batch.writeTo(sink);
    transfer.progress(batch.endOffset(), totalBytes);
    batch.clear();
    return batch;
  }

  /** Writes all that was given; nothing may be given afterwards. */
  public void finish() throws IOException {
    if (!filling.isEmpty()) {
      submit();
    }
    while (!work.isEmpty()) {
      writeOldest();
    }
    transfer.checkCancelled();
    transfer.progress(totalBytes, totalBytes);
  }

  @Override
  public void close() {
    work.close();
  }
}
