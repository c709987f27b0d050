package org.stowage.runtime.local;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;

/**
 * Writes exactly as many bytes as were announced.
 *
 * @param room what was announced
 */
record Upload(Room room, Transfer transfer) {

  private static final int CHUNK_BYTES = 256 * 1024;

  void write(InputStream content, Path part) throws IOException {
    byte[] chunk = new byte[CHUNK_BYTES];
    long lengthBytes = room.neededBytes();
    long done = 0;
    try (FileChannel out = FileChannel.open(part, CREATE_NEW, WRITE)) {
      int read;
      while ((read = content.read(chunk)) >= 0) {
        transfer.checkCancelled();
        done += read;
        if (done > lengthBytes) {
          throw wrongLength("more than " + lengthBytes);
        }
        store(out, ByteBuffer.wrap(chunk, 0, read));
        transfer.progress(done, lengthBytes);
      }
      if (done < lengthBytes) {
        throw wrongLength(Long.toString(done));
      }
      out.force(true);
    }
  }

  private void store(FileChannel out, ByteBuffer bytes) throws IOException {
    try {
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
    } catch (IOException e) {
      throw room.explain(e);
    }
  }

  private StorageException wrongLength(String observed) {
    return new StorageException(
        CommonError.TRANSFER,
        "cannot upload %s: %d bytes were announced, %s came"
            .formatted(room.path(), room.neededBytes(), observed),
        "Try again; if it happens again, the source is damaged.");
  }
}
