package org.stowage.vmdk.stream;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.OptionalLong;
import org.stowage.api.Transfer;
import org.stowage.api.disk.StoredForm;
import org.stowage.vmdk.image.StreamOpening;

/**
 * A stream-optimized file as it is. Its structure is checked while it passes; grains are not
 * expanded.
 *
 * @param format the id of the format
 * @param stream gives the file from its first byte on
 */
public record StreamStored(String format, StreamFile file, StreamOpening stream)
    implements StoredForm {

  @Override
  public OptionalLong lengthBytes() {
    return file.lengthBytes();
  }

  @Override
  public void writeTo(OutputStream out, Transfer transfer) throws IOException {
    try (InputStream in = stream.open()) {
      file.passThrough(in, out, transfer);
    }
  }
}
