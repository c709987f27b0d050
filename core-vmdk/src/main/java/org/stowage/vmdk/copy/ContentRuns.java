package org.stowage.vmdk.copy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.stowage.api.disk.DiskSink;
import org.stowage.vmdk.work.Zeros;

/** Stretches of a disk within one buffer; those that adjoin are one, and those of zeros go. */
final class ContentRuns {

  /** Zeros are looked for in blocks of this size, aligned on the disk. */
  static final int BLOCK_BYTES = 64 * 1024;

  private record Run(long diskOffset, int offset, int length) {

    boolean adjoins(long nextDiskOffset, int nextOffset) {
      return diskOffset + length == nextDiskOffset && offset + length == nextOffset;
    }
  }

  private List<Run> runs = new ArrayList<>();

  void add(long diskOffset, int offset, int length) {
    Run last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
    if (last != null && last.adjoins(diskOffset, offset)) {
      runs.set(runs.size() - 1, new Run(last.diskOffset, last.offset, last.length + length));
    } else {
      runs.add(new Run(diskOffset, offset, length));
    }
  }

  void clear() {
    runs.clear();
  }

  /** Takes out all blocks that are nothing but zeros. */
  void dropZeros(ByteBuffer content) {
    List<Run> before = runs;
    runs = new ArrayList<>(before.size());
    for (Run run : before) {
      int done = 0;
      while (done < run.length) {
        long diskOffset = run.diskOffset + done;
        int length = Math.min(run.length - done, BLOCK_BYTES - (int) (diskOffset % BLOCK_BYTES));
        if (!Zeros.fill(content, run.offset + done, length)) {
          add(diskOffset, run.offset + done, length);
        }
        done += length;
      }
    }
  }

  void writeTo(DiskSink sink, ByteBuffer content) throws IOException {
    for (Run run : runs) {
      sink.write(run.diskOffset, content.slice(run.offset, run.length));
    }
  }
}
