package org.stowage.vmdk.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.OptionalLong;
import org.stowage.api.Transfer;
import org.stowage.api.disk.StoredForm;
import org.stowage.vmdk.format.VmdkError;

/**
 * A file's bytes, passed on untouched after a look at their structure.
 *
 * @param format the id of their format
 * @param name of the file, for messages
 * @param bytes exactly how many there must be
 * @param check finds damage before anything is written
 */
public record StoredFile(
    String format, String name, StreamOpening stream, long bytes, StructureCheck check)
    implements StoredForm {

  private static final int BUFFER_BYTES = 256 * 1024;

  /** What is looked at before the bytes are passed on. */
  @FunctionalInterface
  public interface StructureCheck {

    /** For bytes that have no structure. */
    StructureCheck NONE = transfer -> {};

    /**
     * @throws org.stowage.api.DiskFormatException when the bytes are damaged
     */
    void run(Transfer transfer) throws IOException;
  }

  @Override
  public OptionalLong lengthBytes() {
    return OptionalLong.of(bytes);
  }

  @Override
  public void writeTo(OutputStream out, Transfer transfer) throws IOException {
    check.run(transfer);
    try (InputStream in = stream.open()) {
      byte[] buffer = new byte[BUFFER_BYTES];
      long done = 0;
      int count;
      while ((count = in.read(buffer)) >= 0) {
        transfer.checkCancelled();
        done += count;
        if (done > bytes) {
          throw changed("more than " + bytes);
        }
        out.write(buffer, 0, count);
        transfer.progress(done, bytes);
      }
      if (done < bytes) {
        throw changed(done + " of " + bytes);
      }
    }
  }

  private IOException changed(String observed) {
    return VmdkError.damaged(VmdkError.TRUNCATED, name, "it gave %s bytes".formatted(observed));
  }
}
